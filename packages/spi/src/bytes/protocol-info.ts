import { getText, getUint32, setText, setUint32 } from "./bytes.js";
import { decodeGuid, encodeGuid, type GUID } from "./guid.js";

export const MAX_PROTOCOL_CHAIN = 7;
export const WSAPROTOCOL_LEN = 255;
export const LAYERED_PROTOCOL = 0;
export const BASE_PROTOCOL = 1;

/** The bytes of a WSAPROTOCOL_INFOW, on every target. */
export const WSAPROTOCOL_INFOW_SIZE = 628;
/** The bytes of a WSAPROTOCOL_INFOA, whose text has single bytes. */
export const WSAPROTOCOL_INFOA_SIZE = 372;

/**
 * WSAPROTOCOLCHAIN, 32 bytes. `ChainLen` is 0 for a layer, 1 for a base protocol, more for a chain. The first entry of
 * a chain is the top layer, the last is the base.
 */
export interface WSAPROTOCOLCHAIN {
  /** LAYERED_PROTOCOL (0), BASE_PROTOCOL (1), or the number of members of a chain. */
  ChainLen: number;
  /** The dwCatalogEntryId of each member of a chain, the top layer first and the base last; at most 7. */
  ChainEntries: number[];
}

/**
 * One row of the catalog: what a protocol is and who provides it.
 *
 * Bytes (little-endian): 0 dwServiceFlags1 · 4, 8, 12 dwServiceFlags2–4 · 16 dwProviderFlags · 20 ProviderId (16) ·
 * 36 dwCatalogEntryId · 40 ChainLen · 44 ChainEntries[7] · 72 iVersion · 76 iAddressFamily · 80 iMaxSockAddr ·
 * 84 iMinSockAddr · 88 iSocketType · 92 iProtocol · 96 iProtocolMaxOffset · 100 iNetworkByteOrder ·
 * 104 iSecurityScheme · 108 dwMessageSize · 112 dwProviderReserved · 116 szProtocol[256] UTF-16 · 628 end.
 *
 * Source: reference §4.1.
 */
export interface WSAPROTOCOL_INFOW {
  /** XP1_*: what the protocol offers. */
  dwServiceFlags1: number;
  /** Reserved: 0. */
  dwServiceFlags2: number;
  /** Reserved: 0. */
  dwServiceFlags3: number;
  /** Reserved: 0. */
  dwServiceFlags4: number;
  /** PFL_*: how the entry is listed and selected. */
  dwProviderFlags: number;
  /** The GUID of the provider; its entries share one loaded provider. */
  ProviderId: GUID;
  /** The entry's id, which ws2 assigns. */
  dwCatalogEntryId: number;
  /** What the entry is: a base protocol, a layer, or a chain with its members. */
  ProtocolChain: WSAPROTOCOLCHAIN;
  /** The protocol's version. */
  iVersion: number;
  /** AF_*. */
  iAddressFamily: number;
  /** The most bytes of a socket address. */
  iMaxSockAddr: number;
  /** The fewest bytes of a socket address. */
  iMinSockAddr: number;
  /** SOCK_*. */
  iSocketType: number;
  /** IPPROTO_*, the first protocol that the entry serves. */
  iProtocol: number;
  /** How many protocols after iProtocol the entry serves too. */
  iProtocolMaxOffset: number;
  /** BIGENDIAN (0) or LITTLEENDIAN (1). */
  iNetworkByteOrder: number;
  /** SECURITY_PROTOCOL_NONE (0), or the scheme. */
  iSecurityScheme: number;
  /** The most bytes of a message; 0 for a stream, 1 if the limit depends on the address, 0xFFFFFFFF for no limit. */
  dwMessageSize: number;
  /** For the provider's use. It is not 0 in the information that WSADuplicateSocketW wrote. */
  dwProviderReserved: number;
  /** The entry's name, at most 255 UTF-16 units. */
  szProtocol: string;
}

const NIL_GUID = "00000000-0000-0000-0000-000000000000";

/** Makes a WSAPROTOCOL_INFOW of zeros. Its members are in their order in memory. */
export function newWSAPROTOCOL_INFOW(): WSAPROTOCOL_INFOW {
  return {
    dwServiceFlags1: 0,
    dwServiceFlags2: 0,
    dwServiceFlags3: 0,
    dwServiceFlags4: 0,
    dwProviderFlags: 0,
    ProviderId: NIL_GUID,
    dwCatalogEntryId: 0,
    ProtocolChain: { ChainLen: 0, ChainEntries: [0, 0, 0, 0, 0, 0, 0] },
    iVersion: 0,
    iAddressFamily: 0,
    iMaxSockAddr: 0,
    iMinSockAddr: 0,
    iSocketType: 0,
    iProtocol: 0,
    iProtocolMaxOffset: 0,
    iNetworkByteOrder: 0,
    iSecurityScheme: 0,
    dwMessageSize: 0,
    dwProviderReserved: 0,
    szProtocol: "",
  };
}

/**
 * The name of a member of four bytes. The build may shorten these names in firmware.
 * @keys
 */
type NumberName = Exclude<keyof WSAPROTOCOL_INFOW, "ProviderId" | "ProtocolChain" | "szProtocol">;
/** The members that have more than four bytes. */
const GUID_SIZE = 16;
const CHAIN_SIZE = 32;
/** The offset of the first int. The members from iVersion to iSecurityScheme are ints; all other numbers are DWORDs. */
const INTS_FROM = 72;
const INTS_TO = 108;

/**
 * Calls `visit` with the name and the offset of each member of four bytes, then with szProtocol.
 * @keys
 */
function forEachNumber(visit: (name: NumberName, at: number) => void): void {
  let at = 0;
  for (const [name, value] of Object.entries(/* @__NOINLINE__ */ newWSAPROTOCOL_INFOW())) {
    if (typeof value === "number") {
      visit(name as NumberName, at);
      at += 4;
    } else at += typeof value === "string" ? GUID_SIZE : CHAIN_SIZE;
  }
}

/**
 * Converts a number to the C type of the member at offset `at`. The name cannot show the type, as a build may shorten
 * names.
 */
function typed(at: number, value: number): number {
  return at >= INTS_FROM && at < INTS_TO ? value | 0 : value >>> 0;
}

/**
 * Copies every field of `from`, converted to its C type: DWORDs `>>> 0`, ints `| 0`, seven chain entries.
 */
export function copyProtocolInfo(
  from: Readonly<WSAPROTOCOL_INFOW>,
  to = /* @__NOINLINE__ */ newWSAPROTOCOL_INFOW(),
): WSAPROTOCOL_INFOW {
  forEachNumber((name, at) => {
    to[name] = typed(at, from[name]);
  });
  to.ProviderId = String(from.ProviderId);
  to.szProtocol = String(from.szProtocol).slice(0, WSAPROTOCOL_LEN);
  const chain = from.ProtocolChain as WSAPROTOCOLCHAIN | undefined;
  to.ProtocolChain = { ChainLen: Number(chain?.ChainLen) | 0, ChainEntries: [] };
  for (let i = 0; i < MAX_PROTOCOL_CHAIN; i++) {
    to.ProtocolChain.ChainEntries.push(Number(chain?.ChainEntries?.[i] ?? 0) >>> 0);
  }
  return to;
}

/** Freezes an info, its chain and its entries, so that a catalog entry can be passed by reference. */
export function freezeProtocolInfo(info: WSAPROTOCOL_INFOW): Readonly<WSAPROTOCOL_INFOW> {
  Object.freeze(info.ProtocolChain.ChainEntries);
  Object.freeze(info.ProtocolChain);
  return Object.freeze(info);
}

/** Writes the 628 bytes at `at`. */
export function encodeProtocolInfo(
  info: WSAPROTOCOL_INFOW,
  bytes: Uint8Array = new Uint8Array(WSAPROTOCOL_INFOW_SIZE),
  at = 0,
): Uint8Array {
  forEachNumber((name, offset) => setUint32(bytes, at + offset, info[name]));
  encodeGuid(info.ProviderId, bytes, at + 20);
  setUint32(bytes, at + 40, info.ProtocolChain.ChainLen);
  for (let i = 0; i < MAX_PROTOCOL_CHAIN; i++) {
    setUint32(bytes, at + 44 + 4 * i, info.ProtocolChain.ChainEntries[i] ?? 0);
  }
  setText(bytes, at + 116, WSAPROTOCOL_LEN + 1, info.szProtocol);
  return bytes;
}

/** Reads the 628 bytes at `at`. */
export function decodeProtocolInfo(bytes: Uint8Array, at = 0): WSAPROTOCOL_INFOW {
  const info = /* @__NOINLINE__ */ newWSAPROTOCOL_INFOW();
  forEachNumber((name, offset) => {
    info[name] = typed(offset, getUint32(bytes, at + offset));
  });
  info.ProviderId = decodeGuid(bytes, at + 20);
  info.ProtocolChain.ChainLen = getUint32(bytes, at + 40) | 0;
  for (let i = 0; i < MAX_PROTOCOL_CHAIN; i++) {
    info.ProtocolChain.ChainEntries[i] = getUint32(bytes, at + 44 + 4 * i);
  }
  info.szProtocol = getText(bytes, at + 116, WSAPROTOCOL_LEN + 1);
  return info;
}
