/**
 * Whether an error says that the engine is out of memory. What a provider throws is contained; this is not: it is
 * the host's to handle. QuickJS throws an InternalError, or `null` when it cannot even make one.
 */
export function isOutOfMemory(error: unknown): boolean {
  return error === null || (error instanceof Error && error.message === "out of memory");
}

/** What a provider threw or answered, in words; it may be anything, and need not have any. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

/**
 * Where an exception comes from: a DLL and what of it was running; `null` for the application, in a routine of its own.
 */
type Origin = readonly [path: string | null, what: string];

/**
 * Stores a log record: its code and its arguments.
 * @data
 */
type Recorder = (code: string, ...args: unknown[]) => void;

/** Where the exceptions of a machine's providers come from, and where they end. */
export class Containment {
  /** Of the exception that is on its way; at most one. */
  readonly #origin = new Map<unknown, Origin>();

  constructor(readonly record: Recorder) {}

  /**
   * Stores where an exception that is being rethrown comes from; the first call for it counts. Returns the exception.
   */
  from(error: unknown, path: string | null, what: string): unknown {
    if (this.#origin.has(error)) return error;
    this.#origin.clear();
    this.#origin.set(error, [path, what]);
    return error;
  }

  /** Whether an exception must go on its way: it says that memory has run out, or its origin is known. */
  goesOn(error: unknown): boolean {
    return isOutOfMemory(error) || this.#origin.has(error);
  }

  /**
   * Records an exception that has left the DLL at `path`, or the one that it is known to come from. Rethrows that
   * memory has run out, and what the application threw in a routine of its own.
   */
  contain(error: unknown, path: string, what: string): void {
    const origin = this.#origin.get(error) ?? [path, what];
    if (isOutOfMemory(error) || origin[0] === null) throw error;
    this.forget();
    this.record("provider-threw", ...origin, textOf(error));
  }

  /** No exception is on its way. */
  forget(): void {
    // to clear an empty map would allocate, in every turn
    if (this.#origin.size > 0) this.#origin.clear();
  }
}
