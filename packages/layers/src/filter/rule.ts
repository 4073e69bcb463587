import { type Pointer, type SOCKET, sockaddrPort } from "@ws2kit/spi";
import { BadOption, oneOf, readOptions, shown, whole } from "../stack/read-options.js";
import { addressOf, isWithin, type Prefix, readPrefix } from "./prefix.js";

/**
 * The use of an address: `bind` to it, `connect` to it or join its leaf, `accept` a connection from it, `send` a
 * datagram to it, `receive` a datagram from it.
 */
export type Call = "bind" | "connect" | "accept" | "send" | "receive";

/** Whether a call with an address is allowed. The base refuses values that are not addresses. */
export type Judge = (call: Call, s: SOCKET, name: Pointer) => boolean;

/** The decision of a rule. */
export type Verdict = "allow" | "deny";

/** One rule as data. An absent member matches every call. */
export interface FilterRule {
  /** The decision for a call that matches the rule. */
  readonly verdict: Verdict;
  /** The calls that match; all by default. */
  readonly call?: Call | readonly Call[];
  /**
   * `10.0.0.7`, `10.0.0.0/8`, `fe80::/10`: the local address for bind, the peer's for other calls. An IPv4 range
   * matches IPv4-mapped addresses too.
   */
  readonly address?: string;
  /** A port, or the first and the last port of a range: the local port for bind, the peer's for other calls. */
  readonly port?: number | readonly [first: number, last: number];
  /** The process that makes the call, by its identifier. */
  readonly process?: number;
}

/** The rules of the filter. */
export interface FilterOptions {
  /** The rules. The first that matches decides. */
  readonly rules?: readonly FilterRule[];
  /** The decision for a call that no rule matches; "allow" by default. */
  readonly otherwise?: Verdict;
}

/** A rule in the form that `decide` uses. */
export interface ReadRule {
  readonly verdict: Verdict;
  readonly call?: readonly Call[];
  readonly address?: Prefix;
  readonly port?: readonly [first: number, last: number];
  readonly process?: number;
}

export const readVerdict = oneOf<Verdict>("allow", "deny");
const readCall = oneOf<Call>("bind", "connect", "accept", "send", "receive");

/**
 * Reads a rule. Throws a BadOption for an invalid one.
 * @data
 */
export function readRule(value: unknown, at: string): ReadRule {
  const readers = { verdict: readVerdict, call: readCalls, address: readPrefix, port: readPorts, process: whole };
  const { verdict, ...conditions } = readOptions(value, at, readers);
  if (verdict === undefined) throw new BadOption("option-word", [`${at}.verdict`, "missing", "allow, deny"]);
  return { verdict, ...conditions };
}

function readCalls(value: unknown, at: string): readonly Call[] {
  return Array.isArray(value) ? value.map((one, i) => readCall(one, `${at}[${i}]`)) : [readCall(value, at)];
}

/** @data */
function readPorts(value: unknown, at: string): readonly [first: number, last: number] {
  const [first, last] = Array.isArray(value) && value.length === 2 ? value : [value, value];
  const arePorts = [first, last].every((port) => Number.isInteger(port) && port >= 0 && port <= 0xffff);
  if (arePorts && first <= last) return [first, last];
  throw new BadOption("option-port", [at, shown(value)]);
}

/** Returns the index of the rule that decides a call, or -1 if no rule matches. */
export function decide(rules: readonly ReadRule[], asked: Call, name: Uint8Array, asker: number): number {
  const bytes = new Uint8Array(16);
  addressOf(name, bytes);
  const number = sockaddrPort(name);
  return rules.findIndex(
    ({ call, address, port, process }) =>
      (call === undefined || call.includes(asked)) &&
      (address === undefined || isWithin(address, bytes)) &&
      (port === undefined || (number >= port[0] && number <= port[1])) &&
      (process === undefined || process === asker),
  );
}
