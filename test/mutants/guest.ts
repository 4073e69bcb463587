import { CHECKS, checksById } from "@ws2kit/conformance";
import type { Applies } from "@ws2kit/rules";
import { MUTANTS } from "./all.js";
import { type Targets, trialOn } from "./trial.js";

/** The export of the bundle of all mutants: returns the outcome of a mutant's own check. */
export function mutantTrial(targets: Targets): (at: number, applies: string) => string {
  const tryCheck = trialOn(targets);
  return (at, applies) => {
    const mutant = MUTANTS[at];
    const check = checksById().get(mutant.killedBy);
    if (check === undefined) throw new RangeError(`there is no check "${mutant.killedBy}" among ${CHECKS.length}`);
    return tryCheck(mutant, check, JSON.parse(applies) as Applies).outcome;
  };
}
