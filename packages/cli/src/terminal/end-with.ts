import type { ExitCode } from "./exit-code.js";

/** Makes a command's action of a function that answers how to end. */
export function endWith<Args extends unknown[]>(
  act: (...args: Args) => ExitCode | Promise<ExitCode>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    process.exitCode = await act(...args);
  };
}
