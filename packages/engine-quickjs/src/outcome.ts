import type { Thrown } from "./thrown.js";

/**
 * How a guest ended: it came to its end (`done`), threw (`error`), broke a budget (`heap`, `stack`, `watchdog`), or
 * the host stopped it (`stopped`).
 */
export type Outcome = "done" | "error" | "heap" | "stack" | "watchdog" | "stopped";

/** What was measured. Bytes are QuickJS's own count (`memory_used_size`), sampled. */
export interface Figures {
  /** Milliseconds from the bundle's first byte to its `booted()`, or to its end if it never says so. */
  readonly bootMs: number | null;
  readonly heapAfterBoot: number | null;
  readonly heapPeak: number;
  readonly hostCalls: number;
}

export interface Ended {
  readonly outcome: Outcome;
  /** "" for `done`; else a sentence, and the guest's stack where it has one. */
  readonly message: string;
  readonly figures: Figures;
}

/**
 * What QuickJS throws where not even an error object finds room: `null`, or a value that no program can make. As text.
 */
const NO_ROOM: readonly string[] = ["null", "[unsupported type]"];
/** An error object asks for less; where more was refused, there was room for one. */
const ERROR_BYTES = 8 * 1024;

/**
 * The budget that a thrown value speaks of. `refused`: the bytes that the engine was last refused since the guest
 * called its host, 0 for none. Its parser calls a text wrong that it has no memory for.
 */
export function outcomeOfThrown({ name, message }: Thrown, refused: number): Outcome {
  if (name === "InternalError" && message === "out of memory") return "heap";
  if (name === "InternalError" && message === "stack overflow") return "stack";
  if (refused > 0 && name === "SyntaxError") return "heap";
  const isSpeechless = refused > 0 && refused <= ERROR_BYTES && name === "" && NO_ROOM.includes(message);
  return isSpeechless ? "heap" : "error";
}
