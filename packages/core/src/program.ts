import type { Machine } from "./machine.js";

/** One step of a program: whether it goes on. */
export type Step = () => boolean;

/**
 * Calls an application's `main`, which may be async, and returns what its host calls, step by step, whenever the engine
 * has no job left. A step waits until something is due or the network has news, and does it. The program is over when
 * `main` has settled and nothing is due or watched.
 *
 * A step throws what `main` rejected with; and an Error when `main` can never settle, as no job, nothing due and no
 * watched descriptor is left.
 */
export function startProgram<M>(machine: Machine, main: (machine: M) => unknown): Step {
  let failure: { readonly reason: unknown } | null = null;
  const result = main(machine as unknown as M);
  let pending = typeof (result as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
  if (pending) {
    // from its first await on, a call that blocks keeps the host from running jobs
    machine.driven = true;
    Promise.resolve(result).then(
      () => {
        pending = false;
      },
      (reason) => {
        failure = { reason };
      },
    );
  }
  return () => {
    if (failure !== null) throw failure.reason;
    const ms = machine.dueIn;
    const canEnd = ms >= 0 || machine.readiness.watched > 0;
    if (!canEnd || (ms !== 0 && !machine.platform.wait(ms))) {
      if (!pending) return false;
      machine.record("main-never-settles");
      throw new Error("main can never settle.");
    }
    machine.turn();
    return true;
  };
}
