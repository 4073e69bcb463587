import type { Thrown } from "./thrown.js";

/**
 * How a guest ended: it completed (`done`), threw (`error`), exceeded a budget (`heap`, `stack`, `watchdog`), or was
 * stopped by the host (`stopped`).
 */
export type Outcome = "done" | "error" | "heap" | "stack" | "watchdog" | "stopped";

/** Measured figures. Bytes are QuickJS's own count (`memory_used_size`), sampled. */
export interface Figures {
  /** Milliseconds from the start of the evaluation to the bundle's call of `booted()`, or else to its end. */
  readonly bootMs: number | null;
  /** Bytes of heap in use after the boot; `null` before. */
  readonly heapAfterBoot: number | null;
  /** The most bytes of heap in use. */
  readonly heapPeak: number;
  /** The number of host calls. */
  readonly hostCalls: number;
}

/** How a guest ended. */
export interface Ended {
  /** The kind of end. */
  readonly outcome: Outcome;
  /** "" for `done`; otherwise a sentence, and the guest's stack if there is one. */
  readonly message: string;
  /** The figures at the end. */
  readonly figures: Figures;
}

/**
 * The texts of what QuickJS throws if it cannot allocate an error object: `null`, or a value that no program can make.
 */
const NO_ROOM: readonly string[] = ["null", "[unsupported type]"];
/** Bytes; an error object needs less. If a larger allocation was refused, an error object could still be allocated. */
const ERROR_BYTES = 8 * 1024;

/**
 * The outcome that a thrown value stands for. `refused`: bytes of the last failed allocation since the guest's last
 * host call; 0 for none. The engine's parser reports a lack of memory as a syntax error.
 */
export function outcomeOfThrown({ name, message }: Thrown, refused: number): Outcome {
  if (name === "InternalError" && message === "out of memory") return "heap";
  if (name === "InternalError" && message === "stack overflow") return "stack";
  if (refused > 0 && name === "SyntaxError") return "heap";
  const isSpeechless = refused > 0 && refused <= ERROR_BYTES && name === "" && NO_ROOM.includes(message);
  return isSpeechless ? "heap" : "error";
}
