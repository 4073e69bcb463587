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

/** How far an entry went along with a request. An unchained layer is never asked. */
export type Stage = "layer" | "family" | "type" | "protocol" | "match";

/** The names of the depths, from -1. */
const STAGES: readonly Stage[] = ["layer", "family", "type", "protocol", "match"];
const MATCH = 3;
/** What a request fails with that got to a depth and no further. */
const CODES = [WSAEAFNOSUPPORT, WSAESOCKTNOSUPPORT, WSAEPROTONOSUPPORT];

/** How far `entry` goes along with the request: MATCH if it serves it. 0 is a wildcard for af and type. */
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
 * The entry that serves a request without protocol info, or the error code. The first full match in catalog order
 * wins; if there is none, the deepest stage that any entry reached names the error, whatever the order. Where no entry
 * has the family, a type that no entry of any family has is named first.
 * `mixedTriple` is the profile's code for three known values that do not go together.
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
  // WSASocketW/selection/no-type: a catalog without entries knows no family first of all
  if (deepest === 0) return isTypeKnown || eligible.length === 0 ? WSAEAFNOSUPPORT : WSAESOCKTNOSUPPORT;
  // a range of protocols makes none of them known
  const isProtocolKnown = eligible.some((entry) =>
    protocol === 0 ? servesProtocol(entry, 0) : entry.iProtocol === protocol,
  );
  return isTypeKnown && isProtocolKnown ? mixedTriple : CODES[deepest];
}

/** Why a request goes where it goes. */
export interface Explanation {
  /** The entry that serves it, or `null`. */
  readonly entry: CatalogEntry | null;
  /** The error code if none does, else 0. */
  readonly code: number;
  /** The entries in catalog order, up to the one that serves it, and where each parted with the request. */
  readonly tried: readonly { readonly entry: CatalogEntry; readonly stage: Stage }[];
  /** The providers through which calls of the socket go, from the application down. */
  readonly chain: readonly ChainMember[];
}

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
