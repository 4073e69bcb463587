import { errorName } from "@ws2kit/rules";
import { fieldsOf } from "../describe.js";
import type { CallEvent, Timeline, TimelineEvent } from "../timeline.js";

/** An event of the Trace Event Format. Times are microseconds. */
interface TraceEvent {
  readonly name: string;
  /** X: a complete event; B: an event that never ends; b, e: begin and end of an operation; M: metadata. */
  readonly ph: "X" | "B" | "b" | "e" | "M";
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly cat: string;
  readonly id?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly cname?: string;
}

const MACHINE = 1;

/**
 * Converts a timeline to Chrome's Trace Event Format, as JSON: Perfetto and chrome://tracing open it. Each lane is a
 * thread, with the application's waits as the first; an overlapped operation is an asynchronous event of its lane.
 */
export function chromeTrace({ lanes, events, end }: Timeline): string {
  const rows: TraceEvent[] = [
    metadata("process_name", 0, "ws2kit"),
    ...["application", ...lanes].flatMap((name, tid) => [
      metadata("thread_name", tid, name),
      { ...metadata("thread_sort_index", tid, name), args: { sort_index: tid } },
    ]),
  ];
  for (const event of events) rows.push(...rowsOf(event, end));
  return `{"displayTimeUnit":"ms","traceEvents":[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`;
}

function metadata(name: string, tid: number, value: string): TraceEvent {
  return { name, ph: "M", ts: 0, pid: MACHINE, tid, cat: "__metadata", args: { name: value } };
}

function rowsOf(event: TimelineEvent, end: number): TraceEvent[] {
  const place = { pid: MACHINE, tid: event.lane + 1, ts: microseconds(event.start) };
  if (event.kind === "wait") {
    return [{ name: "wait", ph: "X", ...place, dur: microseconds(event.took), cat: "wait", cname: "grey" }];
  }
  const { slot, took, code, hasThrown, operation } = event;
  const args = argumentsOf(event);
  const error = code === 0 && !hasThrown ? {} : { cname: "terrible" };
  const call: TraceEvent = Number.isFinite(took)
    ? { name: slot, ph: "X", ...place, dur: microseconds(took), cat: "call", args, ...error }
    : { name: slot, ph: "B", ...place, cat: "call", args };
  if (operation === undefined) return [call];
  const id = `${event.lane}.${event.process}.${operation.number}`;
  const span = { name: `${slot} #${operation.number}`, pid: MACHINE, tid: event.lane + 1, cat: "operation", id };
  const isOver = Number.isFinite(operation.end);
  const outcome = isOver ? { bytes: operation.bytes, code: codeText(operation.code) } : { code: "it has not ended" };
  return [
    call,
    { ...span, ph: "b", ts: place.ts },
    { ...span, ph: "e", ts: microseconds(isOver ? operation.end : end), args: outcome },
  ];
}

function argumentsOf({
  slot,
  process,
  socket,
  given,
  written,
  result,
  hasThrown,
  code,
}: CallEvent): Record<string, unknown> {
  const args: Record<string, unknown> = { process };
  if (socket !== -1) args.socket = socket;
  for (const { name, text } of fieldsOf(slot, given)) args[name] = text;
  for (const { name, text } of fieldsOf(slot, written, given)) args[`${name} (out)`] = text;
  return { ...args, result: hasThrown ? "it threw" : result, code: codeText(code) };
}

function codeText(code: number): string {
  return code === 0 ? "0" : `${errorName(code)} (${code})`;
}

/** Converts milliseconds to microseconds, rounded to nanoseconds. */
function microseconds(ms: number): number {
  return Math.round(ms * 1e6) / 1e3;
}
