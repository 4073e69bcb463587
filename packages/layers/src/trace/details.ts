import { isBytes, isRef, type SlotName, sockaddrFamily, sockaddrSize, sockaddrText, type WSABUF } from "@ws2kit/spi";
import type { Detail, Details } from "./crossing.js";

/**
 * The arguments of each slot that are reported, after the call: out parameters have their values. Slots without a row
 * report their socket only.
 */
export const DETAILS: Readonly<Partial<Record<SlotName, (args: readonly unknown[]) => Details>>> = {
  WSPAccept: ([, addr]) => ({ addr: address(addr) }),
  WSPAddressToString: ([name, , , text]) => ({ name: address(name), text: pointee(text) }),
  WSPBind: ([, name]) => ({ name: address(name) }),
  WSPConnect: ([, name]) => ({ name: address(name) }),
  WSPDuplicateSocket: ([, processId]) => ({ processId: plain(processId) }),
  WSPEnumNetworkEvents: ([, , events]) => ({ events: plain((events as { lNetworkEvents: unknown }).lNetworkEvents) }),
  WSPEventSelect: ([, event, events]) => ({ event: plain(event), events: plain(events) }),
  WSPGetOverlappedResult: ([, , bytes, wait, flags]) => ({
    bytes: pointee(bytes),
    wait: plain(wait),
    flags: pointee(flags),
  }),
  WSPGetPeerName: ([, name]) => ({ name: address(name) }),
  WSPGetSockName: ([, name]) => ({ name: address(name) }),
  WSPGetSockOpt: ([, level, option, value]) => ({ level: plain(level), option: plain(option), value: small(value) }),
  WSPIoctl: ([, code, input, , output]) => ({ ioctl: plain(code), in: small(input), out: small(output) }),
  WSPJoinLeaf: ([, name, , , , , , flags]) => ({ name: address(name), flags: plain(flags) }),
  WSPListen: ([, backlog]) => ({ backlog: plain(backlog) }),
  WSPRecv: ([, buffers, count, bytes, flags]) => ({
    room: lengthOf(buffers, count),
    bytes: pointee(bytes),
    flags: pointee(flags),
  }),
  WSPRecvFrom: ([, buffers, count, bytes, flags, from]) => ({
    room: lengthOf(buffers, count),
    bytes: pointee(bytes),
    flags: pointee(flags),
    from: address(from),
  }),
  WSPSelect: ([, read, write, except, timeout]) => ({
    read: countOf(read),
    write: countOf(write),
    except: countOf(except),
    timeout: milliseconds(timeout),
  }),
  WSPSend: ([, buffers, count, bytes, flags]) => ({
    length: lengthOf(buffers, count),
    bytes: pointee(bytes),
    flags: plain(flags),
  }),
  WSPSendTo: ([, buffers, count, bytes, flags, to]) => ({
    length: lengthOf(buffers, count),
    bytes: pointee(bytes),
    flags: plain(flags),
    to: address(to),
  }),
  WSPSetSockOpt: ([, level, option, value]) => ({ level: plain(level), option: plain(option), value: small(value) }),
  WSPShutdown: ([, how]) => ({ how: plain(how) }),
  WSPSocket: ([af, type, protocol, , g, flags]) => ({
    af: plain(af),
    type: plain(type),
    protocol: plain(protocol),
    g: plain(g),
    flags: plain(flags),
  }),
  WSPStringToAddress: ([text, , , name]) => ({ text: plain(text), name: address(name) }),
};

/** A number, text or flag; `null` for anything else. */
function plain(value: unknown): Detail {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

function pointee(pointer: unknown): Detail {
  return isRef(pointer) ? plain(pointer.value) : null;
}

function address(name: unknown): string | null {
  if (!isBytes(name) || name.length < 2) return null;
  const size = sockaddrSize(sockaddrFamily(name));
  return size === 0 || name.length < size ? null : sockaddrText(name);
}

/** The total number of bytes in the buffers. */
function lengthOf(buffers: unknown, count: unknown): number | null {
  if (!Array.isArray(buffers)) return null;
  let length = 0;
  for (let i = 0; i < (count as number); i++) length += (buffers[i] as WSABUF).len;
  return length;
}

/** An option's value or a control's argument of at most 4 bytes, as a number. */
function small(value: unknown): Detail {
  if (isRef(value)) return plain(value.value);
  if (!isBytes(value) || value.length > 4) return null;
  return value.reduceRight((number, byte) => number * 256 + byte, 0);
}

function countOf(set: unknown): number {
  return (set as { fd_count: number } | null)?.fd_count ?? 0;
}

/** A timeval in milliseconds; -1 for no limit. */
function milliseconds(timeout: unknown): number {
  const time = timeout as { tv_sec: number; tv_usec: number } | null;
  return time === null ? -1 : time.tv_sec * 1000 + time.tv_usec / 1000;
}
