import { getUint32, type Pointer, setUint32 } from "./bytes.js";
import { newWSABUF, type WSABUF } from "./structures.js";

/*
 * The structures of WSARecvMsg and WSASendMsg: a WSAMSG, and the control messages in its `Control`. A control message
 * is a WSACMSGHDR of 12 bytes (0 SIZE_T cmsg_len · 4 INT cmsg_level · 8 INT cmsg_type), then its data, padded to a
 * multiple of 4. Layouts are those of 32-bit Windows. Source: ws2def.h, ws2ipdef.h.
 */

/**
 * A datagram with its address and control messages. 28 bytes in C: 0 name · 4 namelen · 8 lpBuffers · 12 dwBufferCount
 * · 16 Control · 24 dwFlags.
 */
export interface WSAMSG {
  /** The peer's address: the destination, or room for the sender; null for a connected socket. */
  name: Pointer;
  /** Bytes of the address, or of room for it; receives the bytes of the sender's address. */
  namelen: number;
  /** The buffers of the data. */
  lpBuffers: WSABUF[];
  /** How many of them to use. */
  dwBufferCount: number;
  /** The control messages, or room for them: `len` receives the bytes that were written. */
  Control: WSABUF;
  /** MSG_PEEK or 0 before a receive; MSG_TRUNC, MSG_CTRUNC, MSG_BCAST, MSG_MCAST after it. */
  dwFlags: number;
}

/** Makes a WSAMSG with one buffer of data. */
export function newWSAMSG(name: Pointer, data: WSABUF, Control = newWSABUF(null)): WSAMSG {
  return { name, namelen: name?.length ?? 0, lpBuffers: [data], dwBufferCount: 1, Control, dwFlags: 0 };
}

/** One control message of a WSAMSG: its header, and its place in the buffer. */
export interface ControlMessage {
  /** Bytes of the header and the data. */
  readonly cmsg_len: number;
  /** The protocol of the message: IPPROTO_IP or IPPROTO_IPV6. */
  readonly cmsg_level: number;
  /** The type of the message: IP_PKTINFO, IP_TTL, IP_TOS, or their equivalents of IPv6. */
  readonly cmsg_type: number;
  /** The buffer that contains it. */
  readonly buf: Uint8Array;
  /** The offset of its header in `buf`. */
  readonly off: number;
}

const WSACMSGHDR_SIZE = 12;

/** The length of a control message with `length` bytes of data, without padding. */
export function WSA_CMSG_LEN(length: number): number {
  return WSACMSGHDR_SIZE + length;
}

/** The length of a control message with `length` bytes of data, with padding. */
export function WSA_CMSG_SPACE(length: number): number {
  return WSACMSGHDR_SIZE + ((length + 3) & ~3);
}

/** Makes the bytes of a control message. */
export function WSACMSGHDR(cmsg_level: number, cmsg_type: number, cmsg_data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(WSA_CMSG_SPACE(cmsg_data.length));
  setUint32(bytes, 0, WSA_CMSG_LEN(cmsg_data.length));
  setUint32(bytes, 4, cmsg_level);
  setUint32(bytes, 8, cmsg_type);
  bytes.set(cmsg_data, WSACMSGHDR_SIZE);
  return bytes;
}

/** Returns the first control message of `lpMsg`; null if `Control` contains no whole message. */
export function WSA_CMSG_FIRSTHDR({ Control }: Readonly<Pick<WSAMSG, "Control">>): ControlMessage | null {
  return controlMessage(Control, Control.off);
}

/** Returns the control message after `cmsg`; null after the last. */
export function WSA_CMSG_NXTHDR(
  { Control }: Readonly<Pick<WSAMSG, "Control">>,
  { cmsg_len, off }: ControlMessage,
): ControlMessage | null {
  return controlMessage(Control, off + ((cmsg_len + 3) & ~3));
}

/** Returns the data of a control message: a part of the buffer, not a copy. */
export function WSA_CMSG_DATA({ buf, off, cmsg_len }: ControlMessage): Uint8Array {
  return buf.subarray(off + WSACMSGHDR_SIZE, off + cmsg_len);
}

function controlMessage({ buf, off: start, len }: WSABUF, off: number): ControlMessage | null {
  const end = start + len;
  if (buf === null || off + WSACMSGHDR_SIZE > end) return null;
  const cmsg_len = getUint32(buf, off);
  if (cmsg_len < WSACMSGHDR_SIZE || cmsg_len > end - off) return null;
  return { cmsg_len, cmsg_level: getUint32(buf, off + 4), cmsg_type: getUint32(buf, off + 8), buf, off };
}

/** IN_PKTINFO, 8 bytes: 0 ipi_addr, the address of `name` · 4 ULONG ipi_ifindex. */
export function IN_PKTINFO(name: Uint8Array, ipi_ifindex = 0): Uint8Array {
  return withInterface(name.subarray(4, 8), ipi_ifindex);
}

/** IN6_PKTINFO, 20 bytes: 0 ipi6_addr, the address of `name` · 16 ULONG ipi6_ifindex. */
export function IN6_PKTINFO(name: Uint8Array, ipi6_ifindex = 0): Uint8Array {
  return withInterface(name.subarray(8, 24), ipi6_ifindex);
}

function withInterface(address: Uint8Array, index: number): Uint8Array {
  const bytes = new Uint8Array(address.length + 4);
  bytes.set(address);
  setUint32(bytes, address.length, index);
  return bytes;
}
