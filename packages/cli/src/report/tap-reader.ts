import { OUTCOMES, type Outcome, type Result } from "@ws2kit/conformance";
import { Parser, type Result as TapPoint } from "tap-parser";
import { UsageError } from "../terminal/usage-error.js";
import { citedRules, countsOf, type Report, type Run } from "./report.js";
import type { RunAbout } from "./tap-report.js";

/** A parsed TAP stream: its comment, its results, and its subtests. */
interface Stream {
  about: RunAbout | null;
  readonly points: TapPoint[];
  readonly inner: Stream[];
  planned: number;
}

/**
 * Reads a report from TAP that a device or `--format tap` wrote. Throws a UsageError if it is not TAP of ws2kit, or is
 * damaged.
 */
export function reportFromTap(text: string, name: string): Report {
  const stream = read(text, name);
  const runs = [stream, ...stream.inner].flatMap((each) =>
    each.about === null ? [] : [{ about: each.about, run: runOf(each, each.about) }],
  );
  if (runs.length === 0)
    throw new UsageError(`${name}:1:1: this is TAP, but not from ws2kit: it has no comment that names its target.`);
  const [{ about }] = runs;
  const { suite, date, seed, place, shard } = about;
  const all = runs.map(({ run }) => run);
  return { format: "ws2kit-report", version: 1, suite, date, seed, place, shard, runs: all, rules: citedRules(all) };
}

function read(text: string, name: string): Stream {
  const parser = new Parser();
  const stream = follow(parser, (about) => aboutOf(about, text, name));
  parser.end(text);
  return stream;
}

function follow(parser: Parser, read: (about: string) => RunAbout): Stream {
  const stream: Stream = { about: null, points: [], inner: [], planned: 0 };
  parser.on("plan", ({ end }: { end: number }) => {
    stream.planned = end;
  });
  parser.on("comment", (line: string) => {
    const [, about] = /^\s*# ws2kit (\{.*\})\s*$/.exec(line) ?? [];
    if (about !== undefined) stream.about = read(about);
  });
  parser.on("assert", (point: TapPoint) => void stream.points.push(point));
  parser.on("child", (child: Parser) => void stream.inner.push(follow(child, read)));
  return stream;
}

/** Parses the comment of a stream. Throws a UsageError if a device's console cut it off or changed it. */
function aboutOf(about: string, text: string, name: string): RunAbout {
  try {
    return JSON.parse(about);
  } catch {
    const before = text.slice(0, text.indexOf(about)).split("\n");
    const place = `${name}:${before.length}:${before[before.length - 1].length + 1}`;
    throw new UsageError(`${place}: this TAP is damaged: the comment of ws2kit must be JSON on one line.`);
  }
}

/** Makes a run of a stream. Checks that are missing at the end of the stream count as not run. */
function runOf({ points, planned }: Stream, about: RunAbout): Run {
  const results = points.map(resultOf);
  const { suite: _suite, date: _date, seed: _seed, place: _place, shard: _shard, ...rest } = about;
  const notRun = Math.max(about.notRun, planned - results.length);
  return { ...rest, notRun, counts: countsOf(results), results, next: null };
}

function resultOf({ ok, name, skip, diag }: TapPoint): Result {
  if (diag !== null && typeof diag === "object" && "outcome" in diag) return diag as unknown as Result;
  const [outcome, what] = ok ? skipped(skip) : ["fail" as const, ""];
  const rule = name.replace(/ \(.*\)$/, "");
  return {
    id: name,
    rule,
    outcome,
    what,
    expected: null,
    got: null,
    trace: [],
    codes: [],
    slots: [],
    leaks: null,
  };
}

function skipped(skip: string | boolean | undefined): [Outcome, string] {
  if (typeof skip !== "string") return ["pass", ""];
  const [word, ...why] = skip.split(": ");
  return [OUTCOMES.find((outcome) => outcome === word) ?? "not-applicable", why.join(": ")];
}
