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

/** Lines of a guest's stack that tell something; a recursion repeats the rest. */
const STACK_LINES = 16;

/** A guest's error as QuickJS dumps it: name, message and stack, or whatever was thrown. */
export function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { name = "Error", message = "", stack = "" } = error as { name?: string; message?: string; stack?: string };
  const lines = stack.split("\n").filter((line) => line.trim() !== "");
  const shown = lines.slice(0, STACK_LINES);
  if (lines.length > STACK_LINES) shown.push(`    … ${lines.length - STACK_LINES} more`);
  return [`${name}: ${message}`, ...shown].join("\n");
}

/** The budget that an error speaks of. QuickJS throws `null` when not even its error object found room. */
export function outcomeOfError(error: unknown): Outcome {
  if (error === null) return "heap";
  const { name, message } = error as { name?: string; message?: string };
  if (name === "InternalError" && message === "out of memory") return "heap";
  if (name === "InternalError" && message === "stack overflow") return "stack";
  return "error";
}
