/** A child process that runs checks on mutated modules, for `workers`. */
import { CHECKS, checkId, type Description, describe, runCheck, type Subject } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { TARGETS } from "../conformance/targets.js";
import type { Kind } from "../mutants/mutant.js";
import { subjectWith } from "../mutants/subject.js";

/** The subjects of the checks. */
const SUBJECTS: readonly (readonly [on: string, Kind])[] = [
  ["desktop", "base"],
  ["ce", "base"],
  ["desktop", "layer"],
  ["ce", "third-party"],
];

/** A check on a subject, by number. */
const TESTS = SUBJECTS.flatMap((_, subject) => CHECKS.map((check) => ({ subject, check })));

/** A request to a runner. */
export type Request =
  /** Asks which tests reach which of these mutations. */
  | { readonly to: "cover"; readonly ids: readonly string[] }
  /** Asks for the first of these tests whose outcome differs with the mutation; runs all tests without a list. */
  | { readonly to: "try"; readonly id: string; readonly tests: readonly number[] | null };

export type Answer =
  | { readonly is: "alive" }
  | {
      readonly is: "covered";
      readonly tests: Readonly<Record<string, readonly number[]>>;
      readonly loaded: readonly string[];
    }
  | { readonly is: "tried"; readonly by: string | null };

/** The global object that the instrumented code reads and writes. */
interface Switch {
  activeMutant?: string;
  currentTestId?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: {
    readonly static: Record<string, number>;
    readonly perTest: Record<string, Record<string, number>>;
  };
}

/** How often a mutation may run in one test: a loop that it makes endless ends with an exception. */
const HIT_LIMIT = 100_000;
/** The number of tests between two progress messages. */
const BETWEEN_SIGNS = 20;

/** Loading the instrumented modules has made it. */
const state = (globalThis as unknown as { readonly __stryker__: Switch }).__stryker__;
const say = (answer: Answer) => process.send?.(answer);

const subjects = SUBJECTS.map(([on, kind]): Subject => subjectWith(TARGETS[on], kind, () => ({})));
let descriptions: readonly Description[] = [];
/** The outcomes of the tests without a mutation. */
const sound = new Map<number, string>();

function outcomeOf(test: number): string {
  const { subject, check } = TESTS[test];
  const { applies } = findRule(check.rule) as Rule;
  try {
    return runCheck(check, applies, subjects[subject], descriptions[subject]).outcome;
  } catch {
    return "broken";
  }
}

function soundOutcomeOf(test: number): string {
  const known = sound.get(test) ?? outcomeOf(test);
  sound.set(test, known);
  return known;
}

function cover(ids: readonly string[]): Answer {
  const asked = new Set(ids);
  const tests: Record<string, number[]> = {};
  for (let test = 0; test < TESTS.length; test++) {
    state.currentTestId = String(test + 1);
    soundOutcomeOf(test);
    const reached = state.mutantCoverage?.perTest ?? {};
    for (const id of Object.keys(reached[state.currentTestId] ?? {}).filter((each) => asked.has(each))) {
      tests[id] = [...(tests[id] ?? []), test];
    }
    delete reached[state.currentTestId];
    if (test % BETWEEN_SIGNS === 0) say({ is: "alive" });
  }
  state.currentTestId = undefined;
  return {
    is: "covered",
    tests,
    loaded: Object.keys(state.mutantCoverage?.static ?? {}).filter((id) => asked.has(id)),
  };
}

function tryAll(id: string, tests: readonly number[]): Answer {
  for (const [i, test] of tests.entries()) {
    if (i % BETWEEN_SIGNS === 0) say({ is: "alive" });
    state.activeMutant = undefined;
    const expected = soundOutcomeOf(test);
    state.activeMutant = id;
    [state.hitCount, state.hitLimit] = [0, HIT_LIMIT];
    const got = outcomeOf(test);
    if (got !== expected) return { is: "tried", by: `${checkId(TESTS[test].check)}: ${got}` };
  }
  return { is: "tried", by: null };
}

/** As `tryAll`, for a mutation that was active when the modules were loaded: the sound outcome is a right one. */
function tryLoaded(): Answer {
  for (let test = 0; test < TESTS.length; test++) {
    if (test % BETWEEN_SIGNS === 0) say({ is: "alive" });
    const got = outcomeOf(test);
    if (got === "fail" || got === "broken") return { is: "tried", by: `${checkId(TESTS[test].check)}: ${got}` };
  }
  return { is: "tried", by: null };
}

process.on("message", (request: Request) => {
  try {
    if (descriptions.length === 0) descriptions = subjects.map(describe);
    if (request.to === "cover") say(cover(request.ids));
    else say(request.tests === null ? tryLoaded() : tryAll(request.id, request.tests));
  } catch (error) {
    say({ is: "tried", by: `an exception: ${error}` });
  }
});
