import { getText, getUint32, setText, setUint32 } from "./bytes.js";
import { decodeGuid, encodeGuid, type GUID } from "./guid.js";

export const MAX_PROTOCOL_CHAIN = 7;
export const WSAPROTOCOL_LEN = 255;
export const LAYERED_PROTOCOL = 0;
export const BASE_PROTOCOL = 1;

/** The bytes of a WSAPROTOCOL_INFOW, on every target. */
export const WSAPROTOCOL_INFOW_SIZE = 628;
/** The bytes of a WSAPROTOCOL_INFOA: the same, but for a text of single bytes. */
export const WSAPROTOCOL_INFOA_SIZE = 372;

/**
 * WSAPROTOCOLCHAIN, 32 bytes: `ChainLen` 0 is a layer by itself, 1 a base protocol, more a chain, whose
 * first entry is the top layer and whose last is the base.
 */
export interface WSAPROTOCOLCHAIN {
  ChainLen: number;
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
  dwServiceFlags1: number;
  dwServiceFlags2: number;
  dwServiceFlags3: number;
  dwServiceFlags4: number;
  dwProviderFlags: number;
  ProviderId: GUID;
  dwCatalogEntryId: number;
  ProtocolChain: WSAPROTOCOLCHAIN;
  iVersion: number;
  iAddressFamily: number;
  iMaxSockAddr: number;
  iMinSockAddr: number;
  iSocketType: number;
  iProtocol: number;
  iProtocolMaxOffset: number;
  iNetworkByteOrder: number;
  iSecurityScheme: number;
  dwMessageSize: number;
  dwProviderReserved: number;
  szProtocol: string;
}

/**
 * The fields of four bytes that stand alone, and where. Their own lists, read by index: every boot copies the catalog, and
 * QuickJS takes ten times as long for pairs that are destructured.
 */
const FIELDS = [
  "dwServiceFlags1",
  "dwServiceFlags2",
  "dwServiceFlags3",
  "dwServiceFlags4",
  "dwProviderFlags",
  "dwCatalogEntryId",
  "dwMessageSize",
  "dwProviderReserved",
  "iVersion",
  "iAddressFamily",
  "iMaxSockAddr",
  "iMinSockAddr",
  "iSocketType",
  "iProtocol",
  "iProtocolMaxOffset",
  "iNetworkByteOrder",
  "iSecurityScheme",
] as const;
const OFFSETS = [0, 4, 8, 12, 16, 36, 108, 112, 72, 76, 80, 84, 88, 92, 96, 100, 104];
/** The first of them are DWORDs, the others ints. */
const DWORDS = 8;

const NIL_GUID = "00000000-0000-0000-0000-000000000000";

/** A WSAPROTOCOL_INFOW of zeros, as an out parameter or a start. */
export function newWSAPROTOCOL_INFOW(): WSAPROTOCOL_INFOW {
  const info = { ProviderId: NIL_GUID, szProtocol: "" } as WSAPROTOCOL_INFOW;
  for (let i = 0; i < FIELDS.length; i++) info[FIELDS[i]] = 0;
  info.ProtocolChain = { ChainLen: 0, ChainEntries: new Array<number>(MAX_PROTOCOL_CHAIN).fill(0) };
  return info;
}

/**
 * A copy with every field in its C type, whatever `from` held: DWORDs `>>> 0`, ints `| 0`, seven chain entries.
 */
export function copyProtocolInfo(from: Readonly<WSAPROTOCOL_INFOW>, to = newWSAPROTOCOL_INFOW()): WSAPROTOCOL_INFOW {
  for (let i = 0; i < FIELDS.length; i++) {
    const value = Number(from[FIELDS[i]]);
    to[FIELDS[i]] = i < DWORDS ? value >>> 0 : value | 0;
  }
  to.ProviderId = String(from.ProviderId);
  to.szProtocol = String(from.szProtocol).slice(0, WSAPROTOCOL_LEN);
  const chain = from.ProtocolChain as WSAPROTOCOLCHAIN | undefined;
  to.ProtocolChain = { ChainLen: Number(chain?.ChainLen) | 0, ChainEntries: [] };
  for (let i = 0; i < MAX_PROTOCOL_CHAIN; i++) {
    to.ProtocolChain.ChainEntries.push(Number(chain?.ChainEntries?.[i] ?? 0) >>> 0);
  }
  return to;
}

/** Makes an info, its chain and its entries unwritable, so that a catalog entry can be passed on by reference. */
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
  for (let i = 0; i < FIELDS.length; i++) setUint32(bytes, at + OFFSETS[i], info[FIELDS[i]]);
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
  const info = newWSAPROTOCOL_INFOW();
  for (let i = 0; i < FIELDS.length; i++) {
    const word = getUint32(bytes, at + OFFSETS[i]);
    info[FIELDS[i]] = i < DWORDS ? word : word | 0;
  }
  info.ProviderId = decodeGuid(bytes, at + 20);
  info.ProtocolChain.ChainLen = getUint32(bytes, at + 40) | 0;
  for (let i = 0; i < MAX_PROTOCOL_CHAIN; i++) {
    info.ProtocolChain.ChainEntries[i] = getUint32(bytes, at + 44 + 4 * i);
  }
  info.szProtocol = getText(bytes, at + 116, WSAPROTOCOL_LEN + 1);
  return info;
}
