import {
  LAYERED_PROTOCOL,
  PFL_MATCHES_PROTOCOL_ZERO,
  WSAEAFNOSUPPORT,
  WSAEINVAL,
  WSAEPROTONOSUPPORT,
  WSAESOCKTNOSUPPORT,
} from "@ws2kit/spi";
import { isNumber } from "../calls/given.js";
import type { CatalogEntry } from "./catalog.js";
import type { ChainMember } from "./chain.js";

/** The stage of the comparison that an entry failed, or "match". An unchained layer is not compared. */
export type Stage = "layer" | "family" | "type" | "protocol" | "match";

/** The names of the depths; the first is depth -1. */
const STAGES: readonly Stage[] = ["layer", "family", "type", "protocol", "match"];
const MATCH = 3;
/** The code of a request, by the deepest stage that an entry reached. */
const CODES = [WSAEAFNOSUPPORT, WSAESOCKTNOSUPPORT, WSAEPROTONOSUPPORT];

/**
 * How many of the request's values `entry` matches, in the order af, type, protocol: MATCH if it serves the request. 0
 * is a wildcard for af and type.
 */
function depthOf(entry: CatalogEntry, af: number, type: number, protocol: number): number {
  if (entry.ProtocolChain.ChainLen === LAYERED_PROTOCOL) return -1;
  if (!servesFamily(entry, af)) return 0;
  if (!servesType(entry, type)) return 1;
  return servesProtocol(entry, protocol) ? MATCH : 2;
}

function servesFamily(entry: CatalogEntry, af: number): boolean {
  return af === 0 || af === entry.iAddressFamily;
}

function servesType(entry: CatalogEntry, type: number): boolean {
  return type === 0 || type === entry.iSocketType;
}

// WSASocketW/selection/protocol-zero, WSASocketW/selection/protocol-range
function servesProtocol(entry: CatalogEntry, protocol: number): boolean {
  if (protocol === 0) return (entry.dwProviderFlags & PFL_MATCHES_PROTOCOL_ZERO) !== 0;
  return protocol >= entry.iProtocol && protocol <= entry.iProtocol + entry.iProtocolMaxOffset;
}

/**
 * The entry that serves a request without protocol info, or the error code. The first full match in catalog order wins.
 * Without a match, the deepest stage that any entry reached selects the code; the order of the catalog does not matter.
 * If no entry has the family and no entry of any family has the type, the code names the type. `mixedTriple` is the
 * profile's code for three known values that no entry combines.
 */
export function chooseEntry(
  entries: readonly CatalogEntry[],
  af: number,
  type: number,
  protocol: number,
  mixedTriple: number,
): CatalogEntry | number {
  if (af === 0 && protocol === 0) return WSAEINVAL;
  let deepest = 0;
  for (const entry of entries) {
    const depth = depthOf(entry, af, type, protocol);
    if (depth === MATCH) return entry;
    deepest = Math.max(deepest, depth);
  }
  const eligible = entries.filter((entry) => entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL);
  const isTypeKnown = eligible.some((entry) => servesType(entry, type));
  // WSASocketW/selection/no-type: with an empty catalog the code names the family
  if (deepest === 0) return isTypeKnown || eligible.length === 0 ? WSAEAFNOSUPPORT : WSAESOCKTNOSUPPORT;
  // iProtocolMaxOffset does not count: only the first protocol of a range is known
  const isProtocolKnown = eligible.some((entry) =>
    protocol === 0 ? servesProtocol(entry, 0) : entry.iProtocol === protocol,
  );
  return isTypeKnown && isProtocolKnown ? mixedTriple : CODES[deepest];
}

/** Why an entry serves a request, or why none does. */
export interface Explanation {
  /** The entry that serves it, or `null`. */
  readonly entry: CatalogEntry | null;
  /** 0, or the error code if no entry serves the request. */
  readonly code: number;
  /** The entries in catalog order, up to the entry that serves the request, each with the stage that it failed. */
  readonly tried: readonly { readonly entry: CatalogEntry; readonly stage: Stage }[];
  /** The providers through which calls of the socket go, from the application down. */
  readonly chain: readonly ChainMember[];
}

/** Chooses an entry as `socket` does, and states why each earlier entry does not serve the request. */
export function explainChoice(
  entries: readonly CatalogEntry[],
  af: number,
  type: number,
  protocol: number,
  mixedTriple: number,
): Omit<Explanation, "chain"> {
  const choice = chooseEntry(entries, af, type, protocol, mixedTriple);
  const entry = isNumber(choice) ? null : choice;
  const asked = entry === null ? entries : entries.slice(0, entries.indexOf(entry) + 1);
  return {
    entry,
    code: isNumber(choice) ? choice : 0,
    tried: asked.map((one) => ({ entry: one, stage: STAGES[depthOf(one, af, type, protocol) + 1] })),
  };
}
