/**
 * Whether an error says that the engine is out of memory. What a provider throws is contained; this is not: it is
 * the host's to handle. QuickJS throws an InternalError, or `null` when it cannot even make one.
 */
export function isOutOfMemory(error: unknown): boolean {
  return error === null || (error instanceof Error && error.message === "out of memory");
}

/** The text of a value that a provider threw or returned; the name of its type where it cannot be converted to text. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

/**
 * Where an exception comes from: the path of a DLL (`null` for the application) and the name of the function that ran.
 */
type Origin = readonly [path: string | null, what: string];

/**
 * Stores a log record: its code and its arguments.
 * @data
 */
type Recorder = (code: string, ...args: unknown[]) => void;

/** Catches the exceptions of a machine's providers, and records which DLL threw them. */
export class Containment {
  /** The origin of the exception that is being rethrown; at most one. */
  readonly #origin = new Map<unknown, Origin>();

  constructor(readonly record: Recorder) {}

  /**
   * Stores where an exception that is being rethrown comes from. Only the first call for it counts. Returns the
   * exception.
   */
  from(error: unknown, path: string | null, what: string): unknown {
    if (this.#origin.has(error)) return error;
    this.#origin.clear();
    this.#origin.set(error, [path, what]);
    return error;
  }

  /** Whether an exception must be rethrown: memory has run out, or its origin is stored already. */
  goesOn(error: unknown): boolean {
    return isOutOfMemory(error) || this.#origin.has(error);
  }

  /**
   * Records an exception that has left the DLL at `path`; if `from` has stored its origin, the record names that
   * origin. Rethrows it when memory has run out, and when a callback of the application threw it.
   */
  contain(error: unknown, path: string, what: string): void {
    const origin = this.#origin.get(error) ?? [path, what];
    if (isOutOfMemory(error) || origin[0] === null) throw error;
    this.forget();
    this.record("provider-threw", ...origin, textOf(error));
  }

  /** Removes the stored origin: no exception is being rethrown. */
  forget(): void {
    // `clear` allocates even for an empty map, and this runs in every turn
    if (this.#origin.size > 0) this.#origin.clear();
  }
}
