/** The exit codes of `ws2kit`, for scripts and CI. */
export const EXIT = {
  /** Everything that was checked holds. */
  holds: 0,
  /**
   * A rule does not hold, a baseline is not current, or an application does not build or throws.
   */
  difference: 1,
  /** The command line, or a file that it names, is wrong. */
  usage: 2,
  /** ws2kit itself failed. */
  harness: 3,
  /** A program exceeded a budget of its device: heap, stack or watchdog. The device host uses the same codes. */
  heap: 4,
  stack: 5,
  watchdog: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code means, for `--help`. */
const MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.holds]: "the command succeeded",
  [EXIT.difference]: "a rule does not hold, or the application does not build or throws",
  [EXIT.usage]: "the command line, or a file that it names, is wrong",
  [EXIT.harness]: "ws2kit itself failed",
  [EXIT.heap]: "the program exceeded the heap of its device",
  [EXIT.stack]: "the program exceeded the stack of its device",
  [EXIT.watchdog]: "the program exceeded the watchdog of its device",
};

/** The end of `ws2kit --help`. */
export function exitCodeHelp(): string {
  const lines = Object.entries(MEANINGS).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}
