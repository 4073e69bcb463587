/** What a guest may use of its device. */
export interface DeviceBudgets {
  /** Bytes of heap, the engine's own objects included, as on a device. */
  readonly heap: number;
  /** Bytes of stack, at most 256 KiB: beyond it the guest's recursion would overflow the host's own stack. */
  readonly stack: number;
  /** Milliseconds of processor time that the guest may take between two calls of its host. */
  readonly watchdog: number;
}

/** What a guest can make its host spend. A guest that asks for more gets a code, and goes on. */
export interface HostBudgets {
  /** Descriptors open at once. One more is WSAEMFILE. */
  readonly descriptors: number;
  /** TLS sessions open at once. One more is WSAEMFILE. */
  readonly tlsSessions: number;
  /**
   * Bytes that a TLS session holds of what came from the peer, and as many of what is to go there; then WSAEWOULDBLOCK.
   */
  readonly tlsBytes: number;
  /** Bytes of log lines and records a second. The rest is dropped and counted. */
  readonly logBytes: number;
}

/** A device has numbers, and so has its engine here: those of the device are all needed, the host's have defaults. */
export interface Budgets extends DeviceBudgets, Partial<HostBudgets> {}

export const MAX_STACK = 256 * 1024;

const HOST_DEFAULTS: HostBudgets = {
  descriptors: 2048,
  tlsSessions: 64,
  tlsBytes: 256 * 1024,
  logBytes: 1024 * 1024,
};

/** The host's budgets of `budgets`, with the defaults for those that it leaves out. */
export function hostBudgets(budgets: Budgets): HostBudgets {
  const { descriptors, tlsSessions, tlsBytes, logBytes } = { ...HOST_DEFAULTS, ...defined(budgets) };
  return { descriptors, tlsSessions, tlsBytes, logBytes };
}

function defined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Throws a RangeError for budgets that cannot be enforced, rather than run a guest without them. */
export function checkBudgets(budgets: Budgets): void {
  const { heap, stack, watchdog } = budgets;
  for (const [name, value] of Object.entries({ heap, stack, watchdog, ...hostBudgets(budgets) })) {
    if (!(value > 0)) {
      throw new RangeError(`[ws2kit] engine-quickjs: the ${name} budget must be a positive number, not ${value}.`);
    }
  }
  if (stack > MAX_STACK) {
    throw new RangeError(`[ws2kit] engine-quickjs: a stack of ${stack} bytes is more than ${MAX_STACK}.`);
  }
}
