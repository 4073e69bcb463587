/** A child process that runs checks on mutated modules, for `workers`. */
import {
  CHECKS,
  checkId,
  type Description,
  describe,
  type Outcome,
  type Result,
  runCheck,
  undocumentedCodes,
} from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { SUBJECTS } from "./subjects.js";

/** A check on a subject, by number. */
const TESTS = SUBJECTS.flatMap((_, subject) => CHECKS.map((check) => ({ subject, check })));

/** A request to a runner. */
export type Request =
  /** Asks which tests reach which of these mutations. Only checks whose id contains `checks` are tests. */
  | { readonly to: "cover"; readonly ids: readonly string[]; readonly checks: string }
  /** Asks for the first of these tests whose verdict differs with the mutation from the one in `sound`. */
  | {
      readonly to: "try";
      readonly id: string;
      readonly tests: readonly number[];
      readonly sound: Readonly<Record<number, string>>;
    };

export type Answer =
  | { readonly is: "alive" }
  | {
      readonly is: "covered";
      readonly tests: Readonly<Record<string, readonly number[]>>;
      readonly loaded: readonly string[];
      /** The verdict of each test without a mutation. */
      readonly sound: Readonly<Record<number, string>>;
    }
  /** `reached`: the mutations that a test file reaches. */
  | { readonly is: "tried"; readonly by: string | null; readonly reached?: readonly string[] };

/** The global object that the instrumented code reads and writes. */
export interface Switch {
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

/** Verdicts that complain about nothing. */
const QUIET: readonly string[] = ["pass", "not-applicable", "not-supported"] satisfies Outcome[];

/** Loading the instrumented modules has made it. */
const state = (globalThis as unknown as { readonly __stryker__: Switch }).__stryker__;
const say = (answer: Answer) => process.send?.(answer);

let descriptions: readonly Description[] = [];

/** What the report of `ws2kit check` says about a test: its outcome, what it leaks, and codes that no page lists. */
function verdictOf(test: number): string {
  const { subject, check } = TESTS[test];
  const { applies } = findRule(check.rule) as Rule;
  try {
    return textOf(runCheck(check, applies, SUBJECTS[subject], descriptions[subject]), descriptions[subject]);
  } catch {
    return "broken";
  }
}

function textOf(result: Result, { lineage }: Description): string {
  const { outcome, leaks } = result;
  const isKept = leaks !== null && leaks.handles + leaks.sockets + leaks.operations > 0;
  return [outcome, ...(isKept ? ["leaks"] : []), ...undocumentedCodes([result], lineage)].join(", ");
}

function cover(ids: readonly string[], checks: string): Answer {
  const asked = new Set(ids);
  const tests: Record<string, number[]> = {};
  const sound: Record<number, string> = {};
  for (let test = 0; test < TESTS.length; test++) {
    if (!checkId(TESTS[test].check).includes(checks)) continue;
    state.currentTestId = String(test + 1);
    sound[test] = verdictOf(test);
    const reached = state.mutantCoverage?.perTest ?? {};
    for (const id of Object.keys(reached[state.currentTestId] ?? {}).filter((each) => asked.has(each))) {
      tests[id] = [...(tests[id] ?? []), test];
    }
    delete reached[state.currentTestId];
    if (test % BETWEEN_SIGNS === 0) say({ is: "alive" });
  }
  state.currentTestId = undefined;
  const loaded = Object.keys(state.mutantCoverage?.static ?? {}).filter((id) => asked.has(id));
  return { is: "covered", tests, loaded, sound };
}

function tryAll(id: string, tests: readonly number[], sound: Readonly<Record<number, string>>): Answer {
  state.activeMutant = id;
  for (const [i, test] of tests.entries()) {
    if (i % BETWEEN_SIGNS === 0) say({ is: "alive" });
    [state.hitCount, state.hitLimit] = [0, HIT_LIMIT];
    const got = verdictOf(test);
    if (got !== sound[test] && !QUIET.includes(got))
      return { is: "tried", by: `${checkId(TESTS[test].check)}: ${got}` };
  }
  return { is: "tried", by: null };
}

process.on("message", (request: Request) => {
  try {
    state.activeMutant = process.env.__STRYKER_ACTIVE_MUTANT__ || undefined;
    if (descriptions.length === 0) descriptions = SUBJECTS.map(describe);
    if (request.to === "cover") say(cover(request.ids, request.checks));
    else say(tryAll(request.id, request.tests, request.sound));
  } catch (error) {
    say({ is: "tried", by: `an exception: ${error}` });
  }
});
