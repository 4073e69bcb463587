import type { Machine } from "./machine.js";

/** Runs one step of a program. Returns false once the program is over. */
export type Step = () => boolean;

/**
 * Calls an application's `main`, which may be async, and returns the step function. The host calls a step whenever the
 * engine has no job left. A step waits until work is due or the network has news, and does that work. The program is
 * over when `main` has settled, no work is due and no descriptor is watched.
 *
 * A step throws what `main` rejected with. It throws an Error if `main` can never settle: no job is left, no work is
 * due, and no descriptor is watched.
 */
export function startProgram<M>(machine: Machine, main: (machine: M) => unknown): Step {
  let failure: { readonly reason: unknown } | null = null;
  const result = main(machine as unknown as M);
  let pending = typeof (result as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
  if (pending) {
    // after the first await of `main`, a call that blocks stops the host from running jobs
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
