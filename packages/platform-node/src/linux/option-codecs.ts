import { DWORD, getUint16, getUint32, readDWORD, setUint16, setUint32 } from "@ws2kit/spi";
import { ECONNREFUSED, winsockError } from "./errors.js";

/** Converts an option's value between the systems: its size in each, and the conversion in each direction. */
export interface OptionCodec {
  readonly winsockSize: number;
  readonly linuxSize: number;
  toLinux(value: Uint8Array, linux: Uint8Array): void;
  toWinsock(linux: Uint8Array, value: Uint8Array): void;
}

function copy(from: Uint8Array, to: Uint8Array): void {
  for (let i = 0; i < from.length && i < to.length; i++) to[i] = from[i];
}

/** The same bytes in both systems. */
function same(size: number): OptionCodec {
  return { winsockSize: size, linuxSize: size, toLinux: copy, toWinsock: copy };
}

/** DWORD, BOOL, int. */
export const int = same(4);
/** `struct ip_mreq`: group and interface, 4 bytes each. */
export const membership = same(8);
/** `struct ipv6_mreq`: group (16 bytes) and interface index. */
export const membership6 = same(20);

/** A number for which Linux accepts 1 to `most`: any other becomes the nearest of these. */
export const upTo = (most: number): OptionCodec => ({
  ...int,
  toLinux: (value, linux) => setUint32(linux, 0, Math.min(Math.max(readDWORD(value), 1), most)),
});

/** Linux doubles the value, for its own bookkeeping; Winsock returns the value that was set. */
export const bufferSize: OptionCodec = {
  ...int,
  toWinsock: (linux, value) => setUint32(value, 0, readDWORD(linux) >>> 1),
};

/** Two shorts in Winsock, two ints in Linux. */
export const linger: OptionCodec = {
  winsockSize: 4,
  linuxSize: 8,
  toLinux(value, linux) {
    setUint32(linux, 0, getUint16(value, 0));
    setUint32(linux, 4, getUint16(value, 2));
  },
  toWinsock(linux, value) {
    setUint16(value, 0, getUint32(linux, 0));
    setUint16(value, 2, Math.min(getUint32(linux, 4), 0xffff));
  },
};

/** SO_DONTLINGER: the opposite of SO_LINGER's l_onoff. */
export const dontLinger: OptionCodec = {
  winsockSize: 4,
  linuxSize: 8,
  toLinux(value, linux) {
    setUint32(linux, 0, readDWORD(value) === 0 ? 1 : 0);
    setUint32(linux, 4, 0);
  },
  toWinsock: (linux, value) => copy(DWORD(readDWORD(linux) === 0), value),
};

/**
 * IP_DONTFRAGMENT and IPV6_DONTFRAG, BOOLs, over IP_MTU_DISCOVER and IPV6_MTU_DISCOVER: IP_PMTUDISC_DO, or the system's
 * default IP_PMTUDISC_WANT.
 */
export const dontFragment: OptionCodec = {
  ...int,
  toLinux: (value, linux) => setUint32(linux, 0, readDWORD(value) === 0 ? 1 : 2),
  toWinsock: (linux, value) => copy(DWORD(readDWORD(linux) === 2), value),
};

/** SO_ERROR, an errno. */
export const socketError: OptionCodec = {
  ...int,
  toWinsock(linux, value) {
    const errno = readDWORD(linux);
    setUint32(value, 0, errno === 0 ? 0 : winsockError(errno));
  },
};

/** Whether SO_ERROR's value is ECONNREFUSED: for a datagram socket, Winsock has another number. */
export function isRefusal(linux: Uint8Array): boolean {
  return readDWORD(linux) === ECONNREFUSED;
}
