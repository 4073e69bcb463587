import { accepted } from "./accepted.js";
import { NotExported } from "./not-exported.js";

/** An accepted difference from the oracle, and the reason. */
export interface Acceptance {
  /** Cases by id; `*` stands for any text. */
  readonly cases: readonly string[];
  readonly reason: string;
  /** The right result instead of the oracle's; ws2kit must return it. */
  readonly instead?: string;
  /** Values of the oracle's host in its results, and the right values; results without them are compared unchanged. */
  readonly values?: Readonly<Record<string, string>>;
  /** The rows are not evidence: they are run, but not compared. */
  readonly isNoEvidence?: boolean;
}

interface Entry extends Acceptance {
  readonly patterns: readonly RegExp[];
  covers: number;
}

const entries: readonly Entry[] = accepted.map((acceptance) => ({
  ...acceptance,
  patterns: acceptance.cases.map(patternOf),
  covers: 0,
}));

let matched = 0;
let unexplained = 0;
const counts = new Map<string, number>();

function patternOf(id: string): RegExp {
  const parts = id.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** Declares one case: an `it` of its own that passes if `answer` is the oracle's, or an accepted difference. */
export function oracleCase(id: string, expected: string, answer: () => string): void {
  const entry = entries.find((one) => one.patterns.some((pattern) => pattern.test(id)));
  if (entry !== undefined) entry.covers++;
  it(id, () => {
    try {
      settle(entry, expected, answer());
    } catch (error) {
      if (!(error instanceof NotExported)) {
        unexplained++;
        throw error;
      }
      accept(error.message);
    }
  });
}

function settle(entry: Entry | undefined, expected: string, answer: string): void {
  if (entry === undefined) {
    if (answer !== expected) throw new Error(`the oracle says ${expected}, ours ${answer}`);
    matched++;
  } else {
    if (!entry.isNoEvidence) check(entry, expected, answer);
    if (entry.values !== undefined && answer === expected) matched++;
    else accept(entry.reason);
  }
}

/** Asserts that a difference is the accepted one. */
function check(entry: Entry, expected: string, answer: string): void {
  if (entry.values !== undefined) {
    const right = Object.entries(entry.values).reduce((text, [from, to]) => text.replace(from, to), expected);
    if (answer !== right) throw new Error(`the oracle says ${expected}, accepted.ts ${right}, ours ${answer}`);
    return;
  }
  if (answer === expected)
    throw new Error(`stale: ours agrees with the oracle (${expected}), yet accepted.ts lists it`);
  if (entry.instead !== undefined && answer !== entry.instead) {
    throw new Error(`the oracle says ${expected}, accepted.ts ${entry.instead}, ours ${answer}`);
  }
}

function accept(reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

/** The closing line, and with `detailed` how often each reason counted. */
export function closingLine(detailed: boolean): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const line = `oracle: ${matched} matched, ${total} accepted, ${unexplained} unexplained`;
  const reasons = [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `  ${count} × ${reason}`);
  return detailed ? [line, ...reasons].join("\n") : line;
}

export function hasRun(): boolean {
  return matched + unexplained + counts.size > 0;
}

/** Acceptances without a case. */
export function idleAcceptances(): string[] {
  return entries.filter((entry) => entry.covers === 0).map((entry) => entry.cases.join(", "));
}
