/** An application that cannot be built. The message is for the person who wrote it. */
export class BuildError extends Error {
  override readonly name = "BuildError";

  constructor(message: string) {
    super(`[ws2kit] ${message}`);
  }
}
