import { gzipSync } from "node:zlib";
import type { CallEvent, Timeline } from "@ws2kit/timeline/convert";
import { fieldsOf } from "@ws2kit/timeline/convert";
import { type Explanation, explain } from "./explain.js";

/** How many events one block of details has. It is decompressed when one of them is selected. */
export const BLOCK = 500;

/** What the page reads as JSON. */
export interface PageHead {
  readonly title: string;
  readonly lanes: readonly string[];
  /** The names of slots, by their number in the column; the first is a wait. */
  readonly slots: readonly string[];
  /** By slot and code: `WSPConnect 10061`. */
  readonly explanations: Readonly<Record<string, Explanation>>;
  readonly count: number;
  readonly end: number;
  readonly block: number;
}

/** An event's arguments: [name, text, hexadecimal bytes or ""]. */
type Argument = readonly [name: string, text: string, bytes: string];

/** The details of an event, for the side panel. */
export interface Detail {
  readonly given: readonly Argument[];
  readonly written: readonly Argument[];
  readonly result: number | boolean | null;
  readonly hasThrown: boolean;
  readonly ends?: readonly [string, string];
  readonly operation?: { readonly number: number; readonly bytes: number; readonly written: readonly Argument[] };
}

/**
 * The events as columns, one number each: start and took (float64), end of the operation (float64, NaN for none), then
 * socket, process, code, code of the operation (int32), lane (int8: -1 for the application), slot and depth (uint8).
 */
export function columnsOf({ events }: Timeline, slots: readonly string[]): Uint8Array {
  const count = events.length;
  const doubles = [0, 1, 2].map(() => new Float64Array(count));
  const integers = [0, 1, 2, 3].map(() => new Int32Array(count));
  const bytes = [0, 1, 2].map(() => new Uint8Array(count));
  const [start, took, ended] = doubles;
  const [socket, process, code, operationCode] = integers;
  const [lane, slot, depth] = bytes;
  const numbers = new Map(slots.map((name, i) => [name, i]));
  for (const [i, event] of events.entries()) {
    start[i] = event.start;
    took[i] = event.took;
    lane[i] = event.lane & 0xff;
    ended[i] = NaN;
    socket[i] = -1;
    if (event.kind === "wait") continue;
    ended[i] = event.operation?.end ?? NaN;
    operationCode[i] = event.operation?.code ?? 0;
    socket[i] = event.slot === "WSPSocket" && typeof event.result === "number" ? event.result : event.socket;
    process[i] = event.process;
    code[i] = event.code;
    slot[i] = numbers.get(event.slot) ?? 0;
    depth[i] = Math.min(event.depth, 255);
  }
  return Buffer.concat([...doubles, ...integers, ...bytes].map(({ buffer }) => Buffer.from(buffer)));
}

/** The details of the events in compressed blocks, each as base64. */
export function detailsOf({ events }: Timeline): string[] {
  const blocks: string[] = [];
  for (let at = 0; at < events.length; at += BLOCK) {
    const details = events.slice(at, at + BLOCK).map((event) => (event.kind === "call" ? detailOf(event) : null));
    blocks.push(compressed(JSON.stringify(details)));
  }
  return blocks;
}

/** The names of the slots of a timeline; the first stands for a wait. */
export function slotsOf({ events }: Timeline): string[] {
  return [...new Set(["wait", ...events.flatMap((event) => (event.kind === "call" ? [event.slot] : []))])];
}

/** The explanations of every code of every slot. */
export function explanationsOf({ events }: Timeline): Record<string, Explanation> {
  const found: Record<string, Explanation> = {};
  for (const event of events) {
    if (event.kind !== "call") continue;
    for (const code of [event.code, event.operation?.code ?? 0]) {
      if (code !== 0) found[`${event.slot} ${code}`] ??= explain(event.slot, code);
    }
  }
  return found;
}

/** Compresses text or bytes with gzip, as base64. */
export function compressed(content: string | Uint8Array): string {
  return gzipSync(content).toString("base64");
}

function detailOf({ slot, given, written, result, hasThrown, ends, operation }: CallEvent): Detail {
  const of = (data: CallEvent["given"]) =>
    fieldsOf(slot, data, given).map(
      ({ name, text, bytes }): Argument => [name, text, bytes === undefined ? "" : Buffer.from(bytes).toString("hex")],
    );
  const { number = 0, bytes = 0, written: completed = {} } = operation ?? {};
  return {
    given: of(given),
    written: of(written),
    result,
    hasThrown: hasThrown === true,
    ...(ends && { ends }),
    ...(operation && { operation: { number, bytes, written: of(completed) } }),
  };
}
