import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";
import type { Outcome } from "./outcome.js";
import type { Thrown } from "./thrown.js";

/** A failure of the guest's code: the thrown value, and the outcome that it stands for. */
export interface Failure {
  readonly outcome: Outcome;
  readonly thrown: Thrown;
  /** Bytes of the last failed allocation before; 0 for none. */
  readonly refused: number;
}

/** The result of running the guest's code. */
export type Settled = { readonly value: QuickJSHandle } | Failure;

type Result = ReturnType<QuickJSContext["evalCode"]>;

/**
 * Runs the guest's jobs until the queue is empty, and returns the result; for a promise, the value it settled with.
 */
export function settle(context: QuickJSContext, result: Result, failure: (thrown: QuickJSHandle) => Failure): Settled {
  const failed = (handle: QuickJSHandle): Settled => handle.consume(failure);
  if (result.error) return failed(result.error);
  const { value } = result;
  const jobs = context.runtime.executePendingJobs();
  if (jobs.error) {
    value.dispose();
    return failed(jobs.error);
  }
  const state = context.getPromiseState(value);
  if (state.type === "fulfilled") {
    if (state.notAPromise) return { value };
    value.dispose();
    return { value: state.value };
  }
  value.dispose();
  if (state.type === "rejected") return failed(state.error);
  const message = "The program's promise is pending, and nothing is left to settle it.";
  return { outcome: "error", thrown: { name: "Error", message, stack: "" }, refused: 0 };
}
