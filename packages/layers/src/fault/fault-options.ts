import { SLOTS, type SlotName } from "@ws2kit/spi";
import { amount, BadOption, listOf, oneOf, type Reader, readOptions, share, whole } from "../stack/read-options.js";

/** A code for some calls of one slot, as data. */
export interface CodeFault {
  /** The slot whose calls fail. */
  readonly slot: SlotName;
  /** The error's number. */
  readonly code: number;
  /** The share of calls that fail: all of them unless given. */
  readonly chance?: number;
  /** How many calls of this slot go well before, of those that no fault ahead in the list has taken. */
  readonly after?: number;
  /** How often at most. */
  readonly times?: number;
}

/** What the layer breaks, and how often. */
export interface FaultOptions {
  /** Fixes everything that is drawn; 1 unless given. */
  readonly seed?: number;
  /** Milliseconds that all bytes of streams take, each way, and that datagrams take on their way out. */
  readonly latency?: number;
  /** At most so many milliseconds more, drawn for each piece and each datagram. Datagrams may overtake each other. */
  readonly jitter?: number;
  /** The share of datagrams that are lost, each way. */
  readonly loss?: number;
  /** The share of a stream's pieces, either way, in whose place the connection breaks with WSAECONNRESET. */
  readonly resets?: number;
  /** The share of receives on streams that get fewer bytes than there is room for. */
  readonly shortReads?: number;
  /** The share of plain sends on streams that send fewer bytes than they are asked for. */
  readonly shortWrites?: number;
  /** Calls that fail without being made. */
  readonly codes?: readonly CodeFault[];
}

/** @data */
const number: Reader<number> = (value, at) => {
  if (whole(value, at) > 0) return value as number;
  throw new BadOption("option-positive", [at, value]);
};

/** @data */
const readCodeFault = (value: unknown, at: string): CodeFault => {
  const readers = { slot: oneOf(...SLOTS), code: number, chance: share, after: whole, times: whole };
  const fault = readOptions(value, at, readers);
  const { slot, code } = fault;
  if (slot === undefined) throw new BadOption("option-word", [`${at}.slot`, "missing", SLOTS.join(", ")]);
  if (code === undefined) throw new BadOption("option-positive", [`${at}.code`, "missing"]);
  return { ...fault, slot, code };
};

export type ReadFaults = Required<FaultOptions>;

/**
 * Reads the options of `fault`. Throws a BadOption for an invalid one.
 * @data
 */
export function readFaults(given: unknown): ReadFaults {
  const readers = {
    seed: whole,
    latency: amount,
    jitter: amount,
    loss: share,
    resets: share,
    shortReads: share,
    shortWrites: share,
    codes: listOf(readCodeFault),
  };
  const none = { seed: 1, latency: 0, jitter: 0, loss: 0, resets: 0, shortReads: 0, shortWrites: 0, codes: [] };
  return { ...none, ...readOptions(given, "fault", readers) };
}
