import { SO_TYPE, SOCK_STREAM, SOL_SOCKET } from "@ws2kit/spi";
import type { Winsock } from "./winsock.js";

/** The bytes of a WSAPOLLFD: 0 SOCKET · 8 SHORT events · 10 SHORT revents. */
export const ENTRY_SIZE = 16;
export const EVENTS_AT = 8;
export const REVENTS_AT = 10;

const POLLERR = 0x1;
const POLLHUP = 0x2;
const POLLNVAL = 0x4;
const POLLWRNORM = 0x10;
const POLLRDNORM = 0x100;
const POLLRDBAND = 0x200;

const LINUX_POLLIN = 0x1;
const LINUX_POLLPRI = 0x2;
const LINUX_POLLOUT = 0x4;
const LINUX_POLLERR = 0x8;
const LINUX_POLLHUP = 0x10;
const LINUX_POLLNVAL = 0x20;
const LINUX_POLLRDHUP = 0x2000;

const type = /* @__PURE__ */ new Uint8Array(4);
const length = /* @__PURE__ */ new Int32Array(1);

function isStream(winsock: Winsock, s: number): boolean {
  length[0] = type.length;
  return winsock.getsockopt(s, SOL_SOCKET, SO_TYPE, type, length) === 0 && type[0] === SOCK_STREAM;
}

/**
 * Converts the `events` of poll(2) on Linux to WSAPoll's. A watch for the peer's end alone asks for data, because Wine
 * reports nothing for a socket without events.
 */
export function windowsEvents(events: number): number {
  return (
    (events & (LINUX_POLLIN | LINUX_POLLRDHUP) && POLLRDNORM) |
    (events & LINUX_POLLPRI && POLLRDBAND) |
    (events & LINUX_POLLOUT && POLLWRNORM)
  );
}

/**
 * Converts WSAPoll's `revents` of a socket to those of poll(2) on Linux.
 *
 * POLLHUP without POLLERR means that the peer sends no more; on Linux, it means that both directions have ended.
 * POLLERR ends a stream, with or without POLLHUP; on a datagram socket, the next receive returns the error.
 */
export function linuxRevents(winsock: Winsock, s: number, revents: number): number {
  const bits =
    (revents & POLLRDNORM && LINUX_POLLIN) |
    (revents & POLLRDBAND && LINUX_POLLPRI) |
    (revents & POLLWRNORM && LINUX_POLLOUT) |
    (revents & POLLERR && LINUX_POLLERR) |
    (revents & POLLNVAL && LINUX_POLLNVAL);
  const hasFailed = (revents & POLLNVAL) !== 0 || ((revents & POLLERR) !== 0 && isStream(winsock, s));
  if (hasFailed) return bits | LINUX_POLLHUP;
  return (revents & POLLHUP) === 0 ? bits : bits | LINUX_POLLIN | LINUX_POLLRDHUP;
}
