import {
  DWORD,
  FIONREAD,
  fd_set,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  readDWORD,
  ref,
  SO_ACCEPTCONN,
  SO_TYPE,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  type WSAPOLLFD,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { isNumber, isStructure } from "../given.js";
import type { Process } from "../process.js";
import { isSocketObject, type SocketObject } from "../socket-object.js";
import { callSlot, ws2Call } from "./call.js";

/** One row of the caller's that names a socket. */
interface Row {
  readonly row: WSAPOLLFD;
  readonly s: SOCKET;
  readonly socket: SocketObject;
}

/**
 * Waits until a row has an event, at most `timeout` milliseconds (negative: however long it takes), and tells each in
 * `revents`: what was asked for, and POLLERR, POLLHUP and POLLNVAL unasked. The number of rows with events, 0 when the
 * time is over, or SOCKET_ERROR with WSAEINVAL (no rows), WSAEFAULT, WSAENOTSOCK (no row names a socket), WSAENETDOWN.
 * Source: oracle poll rows; the call is the desktop's.
 */
export const WSAPoll = ws2Call((process, fdArray: WSAPOLLFD[] | null, fds: number, timeout: number) => {
  if (!isNumber(fds) || !isNumber(timeout) || !(fds >= 1)) return -WSAEINVAL;
  if (!Array.isArray(fdArray) || fdArray.length < fds || fdArray.slice(0, fds).some(isNoRow)) return -WSAEFAULT;
  const rows: Row[] = [];
  for (const row of fdArray.slice(0, fds)) {
    const object = process.handles.find(row.fd);
    row.revents = isSocketObject(object) ? 0 : POLLNVAL;
    if (isSocketObject(object)) rows.push({ row, s: row.fd, socket: object });
  }
  if (rows.length === 0) return -WSAENOTSOCK;
  for (const one of rows) if (isIdleStream(one)) one.row.revents = POLLHUP | (one.row.events & POLLOUT);
  const settled = fdArray.slice(0, fds).some((row) => row.revents !== 0);
  const code = awaitRows(
    process,
    rows.filter(({ row }) => row.revents === 0),
    settled ? 0 : timeout,
  );
  if (code < 0) return code;
  return fdArray.slice(0, fds).filter((row) => row.revents !== 0).length;
});

function isNoRow(row: unknown): boolean {
  return !isStructure(row);
}

/**
 * Has the provider wait for the rows, and fills in what it found: 0 or a negative code. A stream whose row does not ask
 * for data is still watched for its end, until it has data: then the wait goes on without it.
 */
function awaitRows(process: Process, rows: readonly Row[], timeout: number): number {
  const { platform } = process.machine;
  const deadline = platform.now() + timeout;
  for (let left = timeout; rows.length > 0; left = Math.max(0, deadline - platform.now())) {
    const listed = rows.filter((one) => (one.row.events & POLLIN) !== 0 || isSilent(one.socket.provider.slots, one.s));
    const ready = selectRows(process, rows, listed, timeout < 0 ? -1 : left);
    if (ready <= 0 || rows.some(({ row }) => row.revents !== 0)) return Math.min(ready, 0);
  }
  return 0;
}

/** Waits once, for `listed` to become readable too: how many sockets were ready, or a negative code. */
function selectRows(process: Process, rows: readonly Row[], listed: readonly Row[], timeout: number): number {
  const wanting = (events: number) => rows.filter(({ row }) => (row.events & events) !== 0).map(({ s }) => s);
  const readable = fd_set(...listed.map(({ s }) => s));
  const writable = fd_set(...wanting(POLLOUT));
  const exceptional = fd_set(...rows.map(({ s }) => s));
  const time = timeout < 0 ? null : { tv_sec: Math.floor(timeout / 1000), tv_usec: (timeout % 1000) * 1000 };
  const { provider } = rows[0].socket;
  const result = callSlot(process, "WSAPoll", provider, "WSPSelect", (lpErrno) =>
    provider.slots.WSPSelect(0, readable, writable, exceptional, time, lpErrno),
  );
  if (result === SOCKET_ERROR) return -process.thread.lastError;
  for (const { row, s, socket } of rows) {
    if (has(readable, s)) row.revents |= isSilent(socket.provider.slots, s) ? POLLHUP : row.events & POLLIN;
    if (has(writable, s)) row.revents |= row.events & POLLOUT;
    if (has(exceptional, s)) row.revents |= (row.events & POLLPRI) !== 0 ? POLLPRI : POLLERR | POLLHUP;
  }
  return result;
}

function has(set: fd_set, s: SOCKET): boolean {
  return set.fd_array.slice(0, set.fd_count).includes(s);
}

/** A stream that neither listens nor is connected. */
function isIdleStream({ s, socket }: Row): boolean {
  const { slots } = socket.provider;
  if (option(slots, s, SO_TYPE) !== SOCK_STREAM || option(slots, s, SO_ACCEPTCONN) !== 0) return false;
  const name = new Uint8Array(28);
  return slots.WSPGetPeerName(s, name, ref(28), ref(0)) === SOCKET_ERROR && !isConnecting(slots, s);
}

/** A connect under way has bound its socket already. */
function isConnecting(slots: WSPPROC_TABLE, s: SOCKET): boolean {
  return slots.WSPGetSockName(s, new Uint8Array(28), ref(28), ref(0)) === 0;
}

/** A stream, and no listener, with nothing to read: if it is readable, it has come to its end. */
function isSilent(slots: WSPPROC_TABLE, s: SOCKET): boolean {
  if (option(slots, s, SO_TYPE) !== SOCK_STREAM || option(slots, s, SO_ACCEPTCONN) !== 0) return false;
  const out = DWORD(0);
  const result = slots.WSPIoctl(s, FIONREAD, null, 0, out, 4, ref(0), null, null, null, ref(0));
  return result !== 0 || readDWORD(out) === 0;
}

function option(slots: WSPPROC_TABLE, s: SOCKET, optname: number): number {
  const value = DWORD(0);
  return slots.WSPGetSockOpt(s, SOL_SOCKET, optname, value, ref(4), ref(0)) === 0 ? readDWORD(value) : 0;
}
