import type { ExitCode } from "./exit-code.js";

/** Makes a commander action of a function that returns an exit code: the action sets `process.exitCode` to it. */
export function endWith<Args extends unknown[]>(
  act: (...args: Args) => ExitCode | Promise<ExitCode>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    process.exitCode = await act(...args);
  };
}
