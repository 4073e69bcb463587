import type { CallLine, EndLine, StartLine as RecordedStart } from "@ws2kit/layers/recording";
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

const NEITHER = "this is neither a line of a trace nor of a recording.";
/** The lane of a recording: its calls are those of the application. */
const RECORDED = "record.dll";

type RecordedLine = RecordedStart | CallLine | EndLine;
/** A call, with the number of the line with which it ended; Infinity if it has not. */
type CallRow = (CalledLine | OpenLine | (CallLine & { readonly l: 0 })) & { place: number; threwAt?: number };

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
  readonly #ends: Omit<EndedLine, "~">[] = [];
  readonly #waits: WaitLine[] = [];
  readonly #hosts: Record<string, string> = {};
  readonly #isRecording: boolean;

  constructor(text: string) {
    const rows = text.split("\n");
    const first = parse(rows[0]);
    this.#isRecording = first !== null && !("~" in first) && "version" in first;
    const isJournal = first !== null && "~" in first && first["~"] === "journal";
    if (!this.#isRecording && !isJournal) throw new BadTimeline(1, NEITHER);
    if (this.#isRecording) this.#names[0] = RECORDED;
    for (const [i, row] of rows.entries()) {
      if (row.trim() === "") continue;
      const line = parse(row);
      if (line === null && i + 1 === rows.length) break;
      const isKnown = line !== null && (this.#isRecording ? this.#addRecorded(line, i + 1) : this.#add(line, i + 1));
      if (!isKnown) throw new BadTimeline(i + 1, NEITHER);
    }
  }

  /** Adds a line of a journal. Returns whether it is one. */
  #add(line: object, place: number): boolean {
    const row = line as JournalLine;
    switch (row["~"]) {
      case "journal":
        return row.version === 1;
      case "lane":
        this.#names[row.lane] = row.name;
        return typeof row.name === "string";
      case "call":
        this.#calls.set(row.n, { ...row, place });
        return isCall(row);
      case "open":
        this.#calls.set(row.n, { ...row, place: Infinity });
        return isCall(row);
      case "threw": {
        const call = this.#calls.get(row.n);
        if (call !== undefined) Object.assign(call, { place, threwAt: row.t });
        return call !== undefined && isNumber(row.t);
      }
      case "end":
        this.#ends.push(row);
        return isNumber(row.t);
      case "wait":
        this.#waits.push(row);
        return isNumber(row.w) && isNumber(row.d);
      case "host":
        if (!Array.isArray(row.addresses)) return false;
        for (const address of row.addresses) this.#hosts[address] ??= row.host;
        return true;
      default:
        return false;
    }
  }

  /** Adds a line of a recording, whose lines are in the order in which calls ended. Returns whether it is one. */
  #addRecorded(line: object, place: number): boolean {
    const row = line as RecordedLine;
    if (!isNumber(row.p)) return false;
    if ("end" in row) this.#ends.push({ ...row, l: 0 });
    else if ("n" in row) this.#calls.set(this.#calls.size, { ...row, l: 0, place });
    return "version" in row || isNumber(row.t);
  }

  timeline(): Timeline {
    const rows = [...this.#calls].sort(([a], [b]) => a - b).map(([, row]) => row);
    const origin = firstOf(rows, this.#waits);
    const callers = callersOf(rows);
    const lanes = laneOrder(rows, callers, this.#names.length);
    const operations = new Map<string, OperationEvent>();
    const events: TimelineEvent[] = [];
    const laneOf = new Map<number, number>();
    for (const [i, row] of rows.entries()) {
      const operation = row.o === undefined ? undefined : operationOf(row.o);
      if (operation !== undefined) operations.set(`${row.l} ${row.p} ${row.o}`, operation);
      const lane = lanes.indexOf(row.l);
      laneOf.set(row.n, lane);
      const depth = callers[i] === -1 ? 0 : (events[callers[i]] as CallEvent).depth + 1;
      events.push(callEvent(row, { lane, start: row.t - origin, depth, ...(operation && { operation }) }));
    }
    for (const { l, p, end, t, bytes, e = 0, out = {} } of this.#ends) {
      const operation = operations.get(`${l} ${p} ${end}`);
      if (operation !== undefined) Object.assign(operation, { end: t - origin, bytes, code: e, written: out });
    }
    for (const { w, d, n } of this.#waits) {
      events.push({ kind: "wait", start: w - origin, took: d, lane: laneOf.get(n ?? -1) ?? -1 });
    }
    // calls that begin at one time stay in their order, and waits follow them
    events.sort((a, b) => a.start - b.start);
    const names = lanes.map((lane) => this.#names[lane]);
    return {
      lanes: names,
      events,
      hosts: this.#hosts,
      origin,
      isRecording: this.#isRecording,
      end: endOf(events),
    };
  }
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

/**
 * The lanes from the application to the wire: a lane is above those that its calls call. A call during another one's
 * wait, such as a callback's or another process's, says nothing about the order.
 */
function laneOrder(rows: readonly CallRow[], callers: readonly number[], count: number): number[] {
  const depths = new Array<number>(count).fill(0);
  for (const [i, { l, p }] of rows.entries()) {
    let at = callers[i];
    if (at === -1 || rows[at].p !== p) continue;
    const above = rows[at].l;
    while (at !== -1 && rows[at].l !== l) at = callers[at];
    if (at === -1) depths[l] = Math.max(depths[l], depths[above] + 1);
  }
  return depths.map((_, lane) => lane).sort((a, b) => depths[a] - depths[b] || a - b);
}

function firstOf(rows: readonly CallRow[], waits: readonly WaitLine[]): number {
  let first = Infinity;
  for (const { t } of rows) first = Math.min(first, t);
  for (const { w } of waits) first = Math.min(first, w);
  return first === Infinity ? 0 : first;
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
  const { p: process, slot, s: socket = -1, in: given = {}, threwAt } = row;
  const call = { kind: "call" as const, ...place, process, slot, socket, given };
  if (!("r" in row)) {
    const open = { ...call, written: {}, result: null, code: 0 };
    return threwAt === undefined ? { ...open, took: Infinity } : { ...open, took: threwAt - row.t, hasThrown: true };
  }
  const { d = 0, r: result, e = 0, out: written = {} } = row;
  const ends = "ends" in row && row.ends !== undefined ? { ends: row.ends } : {};
  return { ...call, took: d, written, result, code: e, ...ends };
}

function isCall({ n, l, p, t, slot }: CalledLine | OpenLine): boolean {
  return isNumber(n) && isNumber(l) && isNumber(p) && isNumber(t) && typeof slot === "string";
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function parse(row: string): object | null {
  try {
    const line = JSON.parse(row) as unknown;
    return typeof line === "object" ? line : null;
  } catch {
    return null;
  }
}
