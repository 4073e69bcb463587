import { FD_MAX_EVENTS } from "../numbers/flags.js";
import { getUint16, getUint32, setUint16, setUint32 } from "./bytes.js";
import type { SOCKET, WSAEVENT } from "./handle.js";

/**
 * The small structures of Winsock. Structures that a device or a socket option needs as bytes have a codec. The layouts
 * are those of 32-bit Windows, which desktop and CE share.
 *
 * Source: reference §4, §8, §10; winsock2.h.
 */

/** One piece of a scatter/gather list: `len` bytes of `buf` from `off`. C's `buf + off` is `buf, off` here. */
export interface WSABUF {
  /** The number of bytes, from `off` on. */
  len: number;
  /** The bytes, or null with a `len` of 0. */
  buf: Uint8Array | null;
  /** The offset of the first byte in `buf`. */
  off: number;
}

/** Makes a WSABUF; without `len`, it covers `buf` from `off` to its end. */
export function newWSABUF(buf: Uint8Array | null, len?: number, off = 0): WSABUF {
  return { len: len ?? (buf === null ? 0 : buf.length - off), buf, off };
}

/** A select timeout, 8 bytes: 0 long tv_sec · 4 long tv_usec. `null` in its place waits forever. */
export interface timeval {
  /** Seconds. */
  tv_sec: number;
  /** Microseconds, below 1,000,000. */
  tv_usec: number;
}

/**
 * An overlapped operation, known by identity and never copied. 20 bytes in C: 0 Internal · 4 InternalHigh · 8 Offset ·
 * 12 OffsetHigh · 16 hEvent. The provider uses Offset and OffsetHigh.
 */
export interface WSAOVERLAPPED {
  /** WSS_OPERATION_IN_PROGRESS (0x103) until the operation ends. */
  Internal: number;
  /** The number of bytes, once the operation has ended. */
  InternalHigh: number;
  /** For the provider's use: the flags of a receive. */
  Offset: number;
  /** For the provider's use: the operation's code. */
  OffsetHigh: number;
  /** The event to signal when the operation ends, or null. */
  hEvent: WSAEVENT | null;
}

export const WSAOVERLAPPED_SIZE = 20;
/** `Internal` while an operation is under way (STATUS_PENDING). */
export const WSS_OPERATION_IN_PROGRESS = 0x103;

/** Makes a structure for an overlapped operation, with or without an event. Use it for one operation at a time. */
export function newWSAOVERLAPPED(hEvent: WSAEVENT | null = null): WSAOVERLAPPED {
  return { Internal: 0, InternalHigh: 0, Offset: 0, OffsetHigh: 0, hEvent };
}

/** Writes a structure's 20 bytes at `at`. */
export function encodeOVERLAPPED(
  o: WSAOVERLAPPED,
  bytes: Uint8Array = new Uint8Array(WSAOVERLAPPED_SIZE),
  at = 0,
): Uint8Array {
  setUint32(bytes, at, o.Internal);
  setUint32(bytes, at + 4, o.InternalHigh);
  setUint32(bytes, at + 8, o.Offset);
  setUint32(bytes, at + 12, o.OffsetHigh);
  setUint32(bytes, at + 16, o.hEvent ?? 0);
  return bytes;
}

/** Reads a structure from its 20 bytes at `at`. */
export function decodeOVERLAPPED(bytes: Uint8Array, at = 0): WSAOVERLAPPED {
  const hEvent = getUint32(bytes, at + 16);
  return {
    Internal: getUint32(bytes, at),
    InternalHigh: getUint32(bytes, at + 4),
    Offset: getUint32(bytes, at + 8),
    OffsetHigh: getUint32(bytes, at + 12),
    hEvent: hEvent === 0 ? null : (hEvent as WSAEVENT),
  };
}

/** What WSAEnumNetworkEvents reports, 44 bytes: 0 lNetworkEvents · 4 iErrorCode[10], one for each FD_*_BIT. */
export interface WSANETWORKEVENTS {
  /** FD_*, the events that occurred, combined. */
  lNetworkEvents: number;
  /** The code of each event, by FD_*_BIT. */
  iErrorCode: number[];
}

export const WSANETWORKEVENTS_SIZE = 4 + 4 * FD_MAX_EVENTS;

/** Makes a structure for WSAEnumNetworkEvents to fill. */
export function newWSANETWORKEVENTS(): WSANETWORKEVENTS {
  return { lNetworkEvents: 0, iErrorCode: new Array<number>(FD_MAX_EVENTS).fill(0) };
}

/** One row of WSAPoll, 8 bytes on 32-bit Windows: 0 fd · 4 short events · 6 short revents. */
export interface WSAPOLLFD {
  /** The socket. */
  fd: SOCKET;
  /** POLL*, the events to wait for. */
  events: number;
  /** Receives the events that hold. */
  revents: number;
}

/** Identifies a thread, for WPUQueueApc. */
export interface WSATHREADID {
  /** The thread's handle. */
  ThreadHandle: unknown;
  /** For the system's use. */
  Reserved: unknown;
}

/** One direction of a QOS, 32 bytes: eight DWORDs in this order. ws2 forwards it without reading it. */
export interface FLOWSPEC {
  /** Bytes per second. */
  TokenRate: number;
  /** Bytes that may be sent at once. */
  TokenBucketSize: number;
  /** The most bytes per second. */
  PeakBandwidth: number;
  /** Microseconds. */
  Latency: number;
  /** Microseconds. */
  DelayVariation: number;
  /** SERVICETYPE_*. */
  ServiceType: number;
  /** The most bytes of a packet. */
  MaxSduSize: number;
  /** The smallest number of bytes that a packet counts as. */
  MinimumPolicedSize: number;
}

/** A quality of service, 72 bytes: 0 SendingFlowspec · 32 ReceivingFlowspec · 64 ProviderSpecific (WSABUF). */
export interface QOS {
  /** The quality for sending. */
  SendingFlowspec: FLOWSPEC;
  /** The quality for receiving. */
  ReceivingFlowspec: FLOWSPEC;
  /** For the provider's use. */
  ProviderSpecific: WSABUF;
}

/** An address and its length, as an element of lists. 8 bytes in C: 0 lpSockaddr · 4 INT iSockaddrLength. */
export interface SOCKET_ADDRESS {
  /** The address in Winsock's layout. */
  lpSockaddr: Uint8Array;
  /** The length of the address in bytes. */
  iSockaddrLength: number;
}

/** Several addresses: 0 INT iAddressCount · 4 Address. */
export interface SOCKET_ADDRESS_LIST {
  /** How many of the addresses to use. */
  iAddressCount: number;
  /** The addresses. */
  Address: SOCKET_ADDRESS[];
}

/** Makes an IP_MREQ, 8 bytes: 0 the group's IPv4 address · 4 the interface's IPv4 address. */
export function ip_mreq(group: Uint8Array, iface: Uint8Array): Uint8Array {
  const bytes: Uint8Array = new Uint8Array(8);
  bytes.set(group.subarray(4, 8), 0);
  bytes.set(iface.subarray(4, 8), 4);
  return bytes;
}

/** Makes an IPV6_MREQ, 20 bytes: 0 the group's IPv6 address · 16 the interface's index. */
export function ipv6_mreq(group: Uint8Array, ifindex: number): Uint8Array {
  const bytes: Uint8Array = new Uint8Array(20);
  bytes.set(group.subarray(8, 24), 0);
  setUint32(bytes, 16, ifindex);
  return bytes;
}

/** Reads a LINGER's 4 bytes. */
export function readLINGER(bytes: Uint8Array, at = 0): { l_onoff: number; l_linger: number } {
  return { l_onoff: getUint16(bytes, at), l_linger: getUint16(bytes, at + 2) };
}

/** Reads a timeval's 8 bytes. */
export function decodeTimeval(bytes: Uint8Array, at = 0): timeval {
  return { tv_sec: getUint32(bytes, at) | 0, tv_usec: getUint32(bytes, at + 4) | 0 };
}

/** Writes a timeout's 8 bytes at `at`. */
export function encodeTimeval(time: timeval, bytes: Uint8Array = new Uint8Array(8), at = 0): Uint8Array {
  setUint32(bytes, at, time.tv_sec);
  setUint32(bytes, at + 4, time.tv_usec);
  return bytes;
}

/** Writes a structure's 44 bytes at `at`. */
export function encodeNetworkEvents(
  /** POLL*, the events to wait for. */
  events: WSANETWORKEVENTS,
  bytes: Uint8Array = new Uint8Array(WSANETWORKEVENTS_SIZE),
  at = 0,
): Uint8Array {
  setUint32(bytes, at, events.lNetworkEvents);
  for (let i = 0; i < FD_MAX_EVENTS; i++) setUint32(bytes, at + 4 + 4 * i, events.iErrorCode[i] ?? 0);
  return bytes;
}

/** Reads a structure from its 44 bytes at `at`. */
export function decodeNetworkEvents(bytes: Uint8Array, at = 0): WSANETWORKEVENTS {
  const events = newWSANETWORKEVENTS();
  events.lNetworkEvents = getUint32(bytes, at) | 0;
  for (let i = 0; i < FD_MAX_EVENTS; i++) events.iErrorCode[i] = getUint32(bytes, at + 4 + 4 * i) | 0;
  return events;
}

/** Writes a row's 8 bytes at `at`. */
export function encodePollfd(row: WSAPOLLFD, bytes: Uint8Array = new Uint8Array(8), at = 0): Uint8Array {
  setUint32(bytes, at, row.fd);
  setUint16(bytes, at + 4, row.events);
  setUint16(bytes, at + 6, row.revents);
  return bytes;
}

/** Reads a row from its 8 bytes at `at`. */
export function decodePollfd(bytes: Uint8Array, at = 0): WSAPOLLFD {
  return {
    fd: (getUint32(bytes, at) | 0) as SOCKET,
    events: (getUint16(bytes, at + 4) << 16) >> 16,
    revents: (getUint16(bytes, at + 6) << 16) >> 16,
  };
}
