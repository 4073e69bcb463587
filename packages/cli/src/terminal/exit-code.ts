/** How `ws2kit` ends: for scripts, and for CI. */
export const EXIT = {
  /** All that was asked about holds. */
  holds: 0,
  /**
   * There is a difference: a rule that does not hold, a baseline that is not current, an application that does not
   * build or that throws.
   */
  difference: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** ws2kit itself could not find out. */
  harness: 3,
  /** A program broke a budget of its device: the heap, the stack, the watchdog. The device host ends with the same. */
  heap: 4,
  stack: 5,
  watchdog: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
