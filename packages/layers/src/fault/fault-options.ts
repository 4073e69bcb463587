import { SLOTS, type SlotName } from "@ws2kit/spi";
import { amount, BadOption, listOf, oneOf, type Reader, readOptions, share, whole } from "../stack/read-options.js";

/** A code for some calls of one slot, as data. */
export interface CodeFault {
  /** The slot whose calls fail. */
  readonly slot: SlotName;
  /** The error's number. */
  readonly code: number;
  /** The share of calls that fail, 0 to 1; 1 by default. */
  readonly chance?: number;
  /** How many calls of this slot succeed first. Calls that an earlier fault in the list has failed do not count. */
  readonly after?: number;
  /** The most calls that fail; unlimited by default. */
  readonly times?: number;
}

/** What the layer breaks, and how often. */
export interface FaultOptions {
  /** The seed of all random decisions; 1 by default. */
  readonly seed?: number;
  /** Milliseconds by which the bytes of streams are delayed in each direction, and datagrams when they are sent. */
  readonly latency?: number;
  /** The most additional milliseconds, drawn for each piece and each datagram. Datagrams may overtake each other. */
  readonly jitter?: number;
  /** The share of datagrams that are lost in each direction, 0 to 1. */
  readonly loss?: number;
  /**
   * The share of a stream's pieces, 0 to 1, in either direction, in whose place the connection breaks with
   * WSAECONNRESET.
   */
  readonly resets?: number;
  /** The share of receives on streams, 0 to 1, that receive fewer bytes than there is room for. */
  readonly shortReads?: number;
  /** The share of plain sends on streams, 0 to 1, that send fewer bytes than the caller passed. */
  readonly shortWrites?: number;
  /** Calls that fail without being forwarded. */
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
