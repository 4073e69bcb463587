import { getText, getUint16, getUint32, setText, setUint16, setUint32 } from "./bytes.js";

export const WSADESCRIPTION_LEN = 256;
export const WSASYS_STATUS_LEN = 128;
export const WSPDESCRIPTION_LEN = 255;

/** The bytes of a WSADATA whose texts are single bytes, as 32-bit Winsock lays it out. */
export const WSADATA_SIZE = 400;
/** The bytes of a WSPDATA. */
export const WSPDATA_SIZE = 516;

/**
 * Makes a word of two bytes. As a version, the low byte is the major number: `MAKEWORD(2, 2)` stands for Winsock 2.2.
 */
export function MAKEWORD(low: number, high: number): number {
  return (low & 0xff) | ((high & 0xff) << 8);
}

/** The low byte of a word: the major version. */
export function LOBYTE(word: number): number {
  return word & 0xff;
}

/** The high byte of a word: the minor version. */
export function HIBYTE(word: number): number {
  return (word >>> 8) & 0xff;
}

/**
 * What WSAStartup reports to its caller.
 *
 * Bytes (32-bit): 0 wVersion · 2 wHighVersion · 4 szDescription[257] · 261 szSystemStatus[129] ·
 * 390 iMaxSockets · 392 iMaxUdpDg · 394 padding · 396 lpVendorInfo. Source: reference §6.
 */
export interface WSADATA {
  /** The version to use; the low byte is the major version. */
  wVersion: number;
  /** The highest version supported. */
  wHighVersion: number;
  /** The implementation, as text. */
  szDescription: string;
  /** Its state, as text. */
  szSystemStatus: string;
  /** For callers of version 1.1: the most sockets. */
  iMaxSockets: number;
  /** For callers of version 1.1: the most bytes of a datagram. */
  iMaxUdpDg: number;
  /** Not used. */
  lpVendorInfo: unknown;
}

/** Makes a structure for WSAStartup to fill. */
export function newWSADATA(): WSADATA {
  return {
    wVersion: 0,
    wHighVersion: 0,
    szDescription: "",
    szSystemStatus: "",
    iMaxSockets: 0,
    iMaxUdpDg: 0,
    lpVendorInfo: null,
  };
}

/** Writes a WSADATA's 400 bytes; `lpVendorInfo` is a null pointer in them. */
export function encodeWSADATA(data: WSADATA, bytes: Uint8Array = new Uint8Array(WSADATA_SIZE), at = 0): Uint8Array {
  setUint16(bytes, at, data.wVersion);
  setUint16(bytes, at + 2, data.wHighVersion);
  setLatin(bytes, at + 4, WSADESCRIPTION_LEN + 1, data.szDescription);
  setLatin(bytes, at + 261, WSASYS_STATUS_LEN + 1, data.szSystemStatus);
  setUint16(bytes, at + 390, data.iMaxSockets);
  setUint16(bytes, at + 392, data.iMaxUdpDg);
  setUint32(bytes, at + 396, 0);
  return bytes;
}

/** Reads a structure from its bytes at `at`. */
export function decodeWSADATA(bytes: Uint8Array, at = 0): WSADATA {
  return {
    wVersion: getUint16(bytes, at),
    wHighVersion: getUint16(bytes, at + 2),
    szDescription: getLatin(bytes, at + 4, WSADESCRIPTION_LEN + 1),
    szSystemStatus: getLatin(bytes, at + 261, WSASYS_STATUS_LEN + 1),
    iMaxSockets: getUint16(bytes, at + 390),
    iMaxUdpDg: getUint16(bytes, at + 392),
    lpVendorInfo: getUint32(bytes, at + 396) === 0 ? null : getUint32(bytes, at + 396),
  };
}

/**
 * What WSPStartup reports to ws2.
 *
 * Bytes: 0 wVersion · 2 wHighVersion · 4 szDescription[256] UTF-16. Source: reference §2.1.
 */
export interface WSPDATA {
  /** The version to use; the low byte is the major version. */
  wVersion: number;
  /** The highest version supported. */
  wHighVersion: number;
  /** The implementation, as text. */
  szDescription: string;
}

/** Makes a structure for WSPStartup to fill. */
export function newWSPDATA(): WSPDATA {
  return { wVersion: 0, wHighVersion: 0, szDescription: "" };
}

/** Writes a structure's bytes at `at`. */
export function encodeWSPDATA(data: WSPDATA, bytes: Uint8Array = new Uint8Array(WSPDATA_SIZE), at = 0): Uint8Array {
  setUint16(bytes, at, data.wVersion);
  setUint16(bytes, at + 2, data.wHighVersion);
  setText(bytes, at + 4, WSPDESCRIPTION_LEN + 1, data.szDescription);
  return bytes;
}

/** Reads a structure from its bytes at `at`. */
export function decodeWSPDATA(bytes: Uint8Array, at = 0): WSPDATA {
  return {
    wVersion: getUint16(bytes, at),
    wHighVersion: getUint16(bytes, at + 2),
    szDescription: getText(bytes, at + 4, WSPDESCRIPTION_LEN + 1),
  };
}

function setLatin(bytes: Uint8Array, at: number, size: number, text: string): void {
  bytes.fill(0, at, at + size);
  for (let i = 0; i < Math.min(text.length, size - 1); i++) bytes[at + i] = text.charCodeAt(i);
}

function getLatin(bytes: Uint8Array, at: number, size: number): string {
  let text = "";
  for (let i = 0; i < size && bytes[at + i] !== 0; i++) text += String.fromCharCode(bytes[at + i]);
  return text;
}
