/** An application that cannot be built. The message is written for the application's author. */
export class BuildError extends Error {
  /** "BuildError". */
  override readonly name = "BuildError";

  constructor(message: string) {
    super(`[ws2kit] ${message}`);
  }
}
