import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";

/** What a guest's code came to: a value, or what it threw, as a host value. */
export type Settled = { readonly value: QuickJSHandle } | { readonly error: unknown };

type Result = ReturnType<QuickJSContext["evalCode"]>;

/**
 * Runs the guest's pending jobs, and gives the result, a promise's in the end. A promise that is still pending then
 * is an error: in an engine without timers nothing is left that could settle it.
 */
export function settle(context: QuickJSContext, result: Result, lifted: <T>(work: () => T) => T): Settled {
  const failed = (handle: QuickJSHandle): Settled => ({ error: lifted(() => handle.consume((h) => context.dump(h))) });
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
  return { error: { name: "Error", message: "The guest's promise is pending, and nothing is left to settle it." } };
}
