import fc from "fast-check";
import { MOST_STEP, programText, type RandomProgram, runProgram } from "./program.js";
import { WORLDS } from "./world.js";

/** The most steps of one program. */
const LONGEST = 200;
/** The number of programs of one seed. */
const PROGRAMS = 50;

const randomProgram: fc.Arbitrary<RandomProgram> = fc.record({
  kind: fc.noBias(fc.nat(WORLDS - 1)),
  steps: fc.array(fc.noBias(fc.nat(MOST_STEP)), { maxLength: LONGEST, size: "max" }),
});

/** The result of a campaign: the number of steps, and the report of the first failure. */
export interface Outcome {
  readonly steps: number;
  readonly failure: string | null;
}

/** Runs a program, and throws if a result is wrong. */
export type Run = (program: RandomProgram) => void;

/** A part of a campaign that is spread over machines: every `of`-th seed, from the `index`-th on. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/**
 * Runs random programs, seed after seed, until `steps` are done or something fails. A part runs its own seeds; those of
 * the others count as done, so that all parts together run what the whole campaign does.
 */
export function campaign(
  steps: number,
  firstSeed: number,
  run: Run = runProgram,
  { index, of }: Part = { index: 1, of: 1 },
): Outcome {
  let done = 0;
  for (let seed = firstSeed; done < steps; seed++) {
    const isOwn = (seed - firstSeed) % of === index - 1;
    const property = fc.property(randomProgram, (program) => {
      done += program.steps.length;
      if (isOwn) run(program);
    });
    const result = fc.check(property, { seed, numRuns: PROGRAMS });
    if (result.failed) return { steps: done, failure: report(seed, result) };
  }
  return { steps: done, failure: null };
}

/** Runs the program of a seed and a path. */
export function replay(seed: number, path: string, run: Run = runProgram): Outcome {
  const property = fc.property(randomProgram, (program) => run(program));
  const result = fc.check(property, { seed, path, endOnFailure: true });
  return { steps: 0, failure: result.failed ? report(seed, result) : null };
}

function report(seed: number, result: fc.RunDetails<[RandomProgram]>): string {
  const [program] = result.counterexample ?? [{ kind: 0, steps: [] }];
  return `${programText(program)}\n\nnpm run fuzz -- --seed ${seed} --path ${result.counterexamplePath}`;
}
