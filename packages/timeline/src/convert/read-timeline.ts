import type { CallLine, EndLine, StartLine } from "@ws2kit/layers/recording";
import type { CalledLine, EndedLine, JournalLine, OpenLine, WaitLine } from "../observe/line.js";
import type { CallEvent, OperationEvent, Timeline, TimelineEvent } from "./timeline.js";

/** A text that is neither a journal nor a recording. */
export class BadTimeline extends Error {
  constructor(
    /** The number of the line, from 1. */
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

/** The lane of a recording: its calls are those of the application. */
const RECORDED = "record.dll";

type Row = JournalLine | StartLine | CallLine | EndLine;
type CallRow = (CalledLine | OpenLine) & { readonly place: number };

/**
 * Reads a journal of `ws2kit run --trace`, or a recording of `--record`, which has one lane. A line that is cut off at
 * the end of the text is left out. Throws a BadTimeline for a line that belongs to neither.
 */
export function readTimeline(text: string): Timeline {
  return new Reader(text).timeline();
}

/** What one pass over the lines has collected. */
class Reader {
  readonly #names: string[] = [];
  readonly #calls = new Map<number, CallRow>();
  readonly #ends: EndedLine[] = [];
  readonly #waits: WaitLine[] = [];
  readonly #hosts: Record<string, string> = {};
  /** How many calls of a recording were read. */
  #recorded = 0;

  constructor(text: string) {
    const rows = text.split("\n");
    for (const [i, row] of rows.entries()) {
      if (row.trim() === "") continue;
      const line = parse(row);
      if (line !== null) this.#add(line, i + 1);
      else if (i + 1 < rows.length)
        throw new BadTimeline(i + 1, "this is neither a line of a trace nor of a recording.");
    }
    if (this.#names.length === 0)
      throw new BadTimeline(1, "there is no lane: this is neither a trace nor a recording.");
  }

  #add(line: Row, place: number): void {
    if ("lane" in line) this.#names[line.lane] = line.name;
    else if ("version" in line) this.#names[0] = RECORDED;
    else if ("host" in line) for (const address of line.addresses) this.#hosts[address] ??= line.host;
    else if ("w" in line) this.#waits.push(line);
    else if ("end" in line) this.#ends.push({ ...line, l: "l" in line ? line.l : 0 });
    else if ("open" in line) this.#calls.set(line.open, { ...line, place: Infinity });
    else if ("l" in line) this.#calls.set(line.n, { ...line, place });
    // a recording numbers the calls of each process from 0; its lines are in the order in which calls ended
    else this.#calls.set(this.#recorded++, { ...line, l: 0, place });
  }

  timeline(): Timeline {
    const rows = [...this.#calls].sort(([a], [b]) => a - b).map(([, row]) => row);
    const first = firstOf(rows, this.#waits);
    const callers = callersOf(rows);
    const lanes = laneOrder(rows, callers, this.#names.length);
    const operations = new Map<string, OperationEvent>();
    const events: TimelineEvent[] = [];
    const laneOf = new Map<number, number>();
    for (const [i, row] of rows.entries()) {
      const operation = row.o === undefined ? undefined : operationOf(row.o);
      if (operation !== undefined) operations.set(`${row.l} ${row.p} ${row.o}`, operation);
      const lane = lanes.indexOf(row.l);
      laneOf.set(numberOf(row), lane);
      const caller = callers[i];
      const depth = caller === -1 ? 0 : (events[caller] as CallEvent).depth + 1;
      events.push(callEvent(row, { lane, start: row.t - first, depth, ...(operation && { operation }) }));
    }
    for (const { l, p, end, t, bytes, e = 0, out = {} } of this.#ends) {
      const operation = operations.get(`${l} ${p} ${end}`);
      if (operation !== undefined) Object.assign(operation, { end: t - first, bytes, code: e, written: out });
    }
    for (const { w, d, n } of this.#waits) {
      events.push({ kind: "wait", start: w - first, took: d, lane: laneOf.get(n ?? -1) ?? -1 });
    }
    // calls that begin at one time stay in their order, and waits follow them
    events.sort((a, b) => a.start - b.start);
    return { lanes: lanes.map((lane) => this.#names[lane]), events, hosts: this.#hosts, end: endOf(events) };
  }
}

function numberOf(row: CallRow): number {
  return "open" in row ? row.open : row.n;
}

/**
 * The index of each call's caller among `rows`, which are in the order in which they began; -1 for the application. A
 * call is within another that began before it and ended after it.
 */
function callersOf(rows: readonly CallRow[]): number[] {
  const within: number[] = [];
  return rows.map(({ place }, i) => {
    while (within.length > 0 && rows[within[within.length - 1]].place < place) within.pop();
    return within.push(i) === 1 ? -1 : within[within.length - 2];
  });
}

/** The lanes from the application to the wire: a lane is above those that its calls call. */
function laneOrder(rows: readonly CallRow[], callers: readonly number[], count: number): number[] {
  const depths = new Array<number>(count).fill(0);
  for (const [i, { l }] of rows.entries()) {
    const above = rows[callers[i]];
    if (above !== undefined && above.l !== l) depths[l] = Math.max(depths[l], depths[above.l] + 1);
  }
  return depths.map((_, lane) => lane).sort((a, b) => depths[a] - depths[b] || a - b);
}

function firstOf(rows: readonly CallRow[], waits: readonly WaitLine[]): number {
  let first = Infinity;
  for (const { t } of rows) first = Math.min(first, t);
  for (const { w } of waits) first = Math.min(first, w);
  return first;
}

function endOf(events: readonly TimelineEvent[]): number {
  let end = 0;
  for (const event of events) {
    end = Math.max(end, event.start, Number.isFinite(event.took) ? event.start + event.took : 0);
    if (event.kind === "call" && event.operation && Number.isFinite(event.operation.end)) {
      end = Math.max(end, event.operation.end);
    }
  }
  return end;
}

function operationOf(number: number): OperationEvent {
  return { number, end: Infinity, bytes: 0, code: 0, written: {} };
}

function callEvent(row: CallRow, place: Pick<CallEvent, "lane" | "start" | "depth" | "operation">): CallEvent {
  const { p: process, slot, s: socket = -1, in: given = {} } = row;
  const call = { kind: "call" as const, ...place, process, slot, socket, given };
  if ("open" in row) return { ...call, took: Infinity, written: {}, result: null, code: 0 };
  const { d = 0, r: result, e = 0, out: written = {} } = row;
  const ends = "ends" in row && row.ends !== undefined ? { ends: row.ends } : {};
  return { ...call, took: d, written, result, code: e, ...ends };
}

function parse(row: string): Row | null {
  try {
    const line = JSON.parse(row) as Row | null;
    if (typeof line !== "object" || line === null) return null;
    return MARKS.some((mark) => mark in line) ? line : null;
  } catch {
    return null;
  }
}

/** Each line has one of these members. */
const MARKS = ["lane", "version", "host", "w", "end", "open", "n"];
