/** What a guest may use. All are needed: a device has numbers, and so has its engine here. */
export interface Budgets {
  /** Bytes of heap, the engine's own objects included, as on a device. */
  readonly heap: number;
  /** Bytes of stack, at most 256 KiB: beyond it the guest's recursion would overflow the host's own stack. */
  readonly stack: number;
  /** Milliseconds that the guest may run without coming back to the host: any host call, a wait above all. */
  readonly watchdog: number;
}

export const MAX_STACK = 256 * 1024;

/** Throws a RangeError for budgets that cannot be kept, rather than run a guest without them. */
export function checkBudgets(budgets: Budgets): void {
  for (const name of ["heap", "stack", "watchdog"] as const) {
    if (!(budgets[name] > 0)) {
      throw new RangeError(
        `[ws2kit] engine-quickjs: the ${name} budget must be a positive number, not ${budgets[name]}.`,
      );
    }
  }
  if (budgets.stack > MAX_STACK) {
    throw new RangeError(`[ws2kit] engine-quickjs: a stack of ${budgets.stack} bytes is more than ${MAX_STACK}.`);
  }
}
