/** The limits of the guest's device. */
export interface DeviceBudgets {
  /** Bytes of heap, including the engine's own objects, as on a device. */
  readonly heap: number;
  /**
   * Bytes of heap that this engine needs in addition to those of a device; 0 by default. They are added to the budget,
   * and left out of figures, so that both are a device's. `beyondDevice` estimates them.
   */
  readonly beyondDevice?: number;
  /**
   * Bytes of stack of a 32-bit ARM, from 8 KiB to 256 KiB. A program that recurses has at most the depth that the C
   * host has there, except in some functions of the engine: see "Stack" in the README.
   */
  readonly stack: number;
  /** The most milliseconds of processor time between two calls of the host. */
  readonly watchdog: number;
}

/** Limits on the host's resources that a guest uses. A call that exceeds one fails with a code; the guest continues. */
export interface HostBudgets {
  /** The most open descriptors. Opening one more fails with WSAEMFILE. */
  readonly descriptors: number;
  /** The most open TLS sessions. Opening one more fails with WSAEMFILE. */
  readonly tlsSessions: number;
  /**
   * The most bytes that a TLS session buffers in each direction, from and to the peer. More fails with WSAEWOULDBLOCK.
   */
  readonly tlsBytes: number;
  /** The most bytes of log lines and records in a second. More is dropped and counted. */
  readonly logBytes: number;
}

/** All budgets of a guest. Those of its device are required; those of the host have defaults. */
export interface Budgets extends DeviceBudgets, Partial<HostBudgets> {}

/**
 * The least and the most of each budget of a device that this engine can enforce. With more stack, the guest's
 * recursion would overflow the host's; with less, the engine cannot report an error. A heap that has no room for the
 * engine itself is refused when it boots.
 */
export const BUDGET_RANGES = {
  heap: [1, 2 ** 30],
  stack: [8 * 1024, 256 * 1024],
  watchdog: [1, Number.MAX_SAFE_INTEGER],
} as const;

const HOST_DEFAULTS: HostBudgets = {
  descriptors: 2048,
  tlsSessions: 64,
  tlsBytes: 256 * 1024,
  logBytes: 1024 * 1024,
};

/** The host's budgets in `budgets`, with defaults for those that are absent. */
export function hostBudgets(budgets: Budgets): HostBudgets {
  const { descriptors, tlsSessions, tlsBytes, logBytes } = { ...HOST_DEFAULTS, ...defined(budgets) };
  return { descriptors, tlsSessions, tlsBytes, logBytes };
}

/** The heap of an engine without a program, beyond that of the C host on a 32-bit ARM. */
const ENGINE_BEYOND = 38_000;
/** Bytes of heap beyond a device's for each byte of minified firmware. */
const CODE_BEYOND = 3.2;

/**
 * Estimates how much more heap firmware needs in this engine than as an image on the C host, on a 32-bit ARM. This
 * engine is newer and has more objects; it stores the text of each function, and its lines. An image's bytecode runs in
 * place and has neither. Measured: within 3 KB of the difference for minified firmware for which `isMeasured` holds.
 *
 * @param bytes - the bytes of the firmware, minified, without its data
 */
export function beyondDevice(bytes: number): number {
  return Math.round(ENGINE_BEYOND + CODE_BEYOND * bytes);
}

/** Whether the estimate of `beyondDevice` was measured for minified firmware of this size: 22,000 to 62,000 bytes. */
export function isMeasured(bytes: number): boolean {
  return bytes >= 22_000 && bytes <= 62_000;
}

/** The most bytes of stack that a call needs on a 32-bit ARM, for each byte that it needs in this engine. */
const STACK_OF_DEVICE = 2.9;

/**
 * The limit of this engine's stack for a budget in bytes of a 32-bit ARM. In WebAssembly, the stack that QuickJS
 * measures contains arguments, local variables and operands, but neither registers nor return addresses. Measured for
 * 50 kinds of recursion: a call needs 1.3 to 2.9 times as many bytes on ARM.
 */
export function engineStack(budget: number): number {
  return Math.floor(budget / STACK_OF_DEVICE);
}

function defined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Throws a RangeError for budgets that cannot be enforced. */
export function checkBudgets(budgets: Budgets): void {
  const { heap, stack, watchdog } = budgets;
  for (const [name, value] of Object.entries({ heap, stack, watchdog, ...hostBudgets(budgets) })) {
    if (!(value > 0)) {
      throw new RangeError(`[ws2kit] engine-quickjs: the ${name} budget must be a positive number, not ${value}.`);
    }
  }
  for (const name of ["heap", "stack"] as const) {
    const [least, most] = BUDGET_RANGES[name];
    if (budgets[name] >= least && budgets[name] <= most) continue;
    throw new RangeError(
      `[ws2kit] engine-quickjs: the ${name} budget must be from ${least} to ${most} bytes, not ${budgets[name]}.`,
    );
  }
}
