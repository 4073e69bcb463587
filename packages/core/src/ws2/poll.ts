import {
  DWORD,
  FIONREAD,
  fd_set,
  POLLERR,
  POLLHUP,
  POLLNVAL,
  POLLOUT,
  POLLRDBAND,
  POLLRDNORM,
  POLLWRNORM,
  readDWORD,
  ref,
  SIO_BSP_HANDLE_POLL,
  SO_ACCEPTCONN,
  SO_ERROR,
  SO_TYPE,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  type Waitable,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAETIMEDOUT,
  type WSAPOLLFD,
  WSASYSCALLFAILURE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isStructure } from "../calls/given.js";
import { type FileHandle, fileOf, isSocketObject, type SocketObject } from "../kernel/socket-object.js";
import { waitFor } from "../kernel/wait.js";
import type { Process } from "../process.js";
import { type Api, callSlot } from "./call.js";

/** The bits that `events` may have. */
const EVENTS = POLLRDNORM | POLLRDBAND | POLLWRNORM;

/** A row of the caller's array that names a socket. */
interface Row {
  readonly row: WSAPOLLFD;
  readonly s: SOCKET;
  readonly events: number;
  readonly socket: SocketObject;
}

/** A row with the driver of its base provider, which reports the socket's state. */
interface DriverRow extends Row {
  readonly driver: FileHandle;
}

/**
 * Waits until a socket has one of the events that its row asks for, and reports the events of each row in `revents`.
 * `events` may ask for POLLRDNORM (data), POLLRDBAND (urgent data) and POLLWRNORM (room to send). POLLHUP (the peer has
 * ended sending, or there is no connection), POLLERR (reset, or a connect that failed) and POLLNVAL (not a socket, or
 * closed meanwhile) are reported without being asked for.
 *
 * Codes: WSAEINVAL (no rows, or `events` with other bits), WSAEFAULT, WSAENOTSOCK (no row names a socket), WSAENETDOWN.
 * Source: page codes; test_WSAPoll.
 *
 * @param fdArray the rows, each `{ fd, events, revents }`
 * @param fds how many of the rows to use
 * @param timeout milliseconds; negative waits without a limit
 * @returns the number of rows with events, except those that named no socket from the start; 0 after the timeout; or
 * SOCKET_ERROR
 *
 * @example Waits at most a second for data of a socket.
 * ```ts
 * const rows = [{ fd: s, events: POLLRDNORM, revents: 0 }];
 * if (ws2.WSAPoll(rows, 1, 1000) > 0 && rows[0].revents & POLLRDNORM) ws2.recv(s, buf, buf.length, 0);
 * ```
 */
export const WSAPoll: Api<(fdArray: WSAPOLLFD[] | null, fds: number, timeout: number) => number> =
  (process) => (fdArray, fds, timeout) => {
    if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
    if (!isNumber(fds) || !isNumber(timeout) || !(fds >= 1)) return process.fail(WSAEINVAL);
    const rows: Row[] = [];
    const code =
      unlessFault(() => collect(process, fdArray, fds, rows), WSAEFAULT) || awaitRows(process, rows, timeout);
    if (code !== 0 && code !== WSAETIMEDOUT) return process.fail(code);
    process.thread.lastError = 0;
    return rows.filter(({ row }) => row.revents !== 0).length;
  };

/** Adds the rows that name sockets to `rows`, and marks the others with POLLNVAL. Returns 0 or the code. */
function collect(process: Process, fdArray: WSAPOLLFD[] | null, fds: number, rows: Row[]): number {
  if (!Array.isArray(fdArray) || fdArray.length < fds || fdArray.slice(0, fds).some(isNoRow)) return WSAEFAULT;
  const given = fdArray.slice(0, fds);
  for (const row of given) {
    const socket = process.handles.find(row.fd);
    row.revents = isSocketObject(socket) ? 0 : POLLNVAL;
    if (isSocketObject(socket)) rows.push({ row, s: row.fd, events: row.events, socket });
  }
  if (rows.length === 0) return WSAENOTSOCK;
  // A row with a negative descriptor is skipped.
  if (given.every(({ fd, events }) => fd < 0 || (events & ~EVENTS) === 0)) return 0;
  for (const row of given) row.revents = 0;
  return WSAEINVAL;
}

function isNoRow(row: unknown): boolean {
  return !isStructure(row);
}

/** Waits until a row has an event. Returns 0, WSAETIMEDOUT or the code. */
function awaitRows(process: Process, rows: readonly Row[], timeout: number): number {
  const driven: DriverRow[] = [];
  for (const row of rows) {
    const driver = driverOf(process, row);
    if (driver !== null) driven.push({ ...row, driver });
  }
  return driven.length === rows.length ? askDrivers(process, driven, timeout) : askSelect(process, rows, timeout);
}

/**
 * The driver of a socket, as its base provider names it; `null` if no provider of the chain names a driver, or if a
 * layer decides itself when the socket is ready.
 */
function driverOf(process: Process, { s, socket }: Row): FileHandle | null {
  const { provider } = socket;
  const handle = DWORD(0);
  const result = callSlot(process, "WSAPoll", provider, "WSPIoctl", (lpErrno) =>
    provider.slots.WSPIoctl(s, SIO_BSP_HANDLE_POLL, null, 0, handle, 4, ref(0), null, null, null, lpErrno),
  );
  const file = result === 0 ? fileOf(process.handles.find(readDWORD(handle))) : null;
  return file?.file.poll === undefined ? null : file;
}

/** Waits until a driver reports an event. Returns 0, WSAETIMEDOUT or the code. */
function askDrivers(process: Process, rows: readonly DriverRow[], timeout: number): number {
  const { owner } = rows[0].driver;
  const watch = (by: 1 | -1) => {
    for (const { driver, events } of rows) driver.file.watch?.(events, by);
  };
  const any: Waitable = {
    ready() {
      for (const one of rows) one.row.revents = isGone(process, one) ? POLLNVAL : pollDriver(one);
      return rows.some(({ row }) => row.revents !== 0);
    },
  };
  try {
    watch(1);
    process.machine.readiness.look();
    if (any.ready()) return 0;
    return timeout === 0 ? WSAETIMEDOUT : waitFor(process, any, timeout, owner);
  } catch (error) {
    owner.failed(error, "poll");
    return WSASYSCALLFAILURE;
  } finally {
    watch(-1);
  }
}

function pollDriver({ driver, events }: DriverRow): number {
  return driver.file.poll?.(events) ?? 0;
}

/** Whether a row's socket has been closed since the call began. */
function isGone(process: Process, { s, socket }: Row): boolean {
  return process.handles.find(s) !== socket;
}

/**
 * Waits by the provider's WSPSelect, which reports fewer events. Returns 0, WSAETIMEDOUT or the code. A stream whose
 * row does not ask for data is still watched for its end; once it has data, the wait goes on without it.
 */
function askSelect(process: Process, rows: readonly Row[], timeout: number): number {
  const { platform } = process.machine;
  const deadline = platform.now() + timeout;
  for (const one of rows) if (isIdleStream(one)) one.row.revents = POLLHUP | (one.events & POLLOUT);
  const asked = rows.filter(({ row }) => row.revents === 0);
  for (
    let left = asked.length === rows.length ? timeout : 0;
    asked.length > 0;
    left = Math.max(0, deadline - platform.now())
  ) {
    const listed = asked.filter(
      ({ events, socket, s }) => (events & POLLRDNORM) !== 0 || isSilent(socket.provider.slots, s),
    );
    const ready = selectRows(process, asked, listed, timeout < 0 ? -1 : left);
    if (ready < 0) return -ready;
    if (ready === 0) return WSAETIMEDOUT;
    if (asked.some(({ row }) => row.revents !== 0)) return 0;
  }
  return 0;
}

/** Calls WSPSelect once, with `listed` for reading. Returns how many sockets were ready, or a negative code. */
function selectRows(process: Process, rows: readonly Row[], listed: readonly Row[], timeout: number): number {
  const readable = fd_set(...listed.map(({ s }) => s));
  const writable = fd_set(...rows.filter(({ events }) => (events & POLLWRNORM) !== 0).map(({ s }) => s));
  const exceptional = fd_set(...rows.map(({ s }) => s));
  const time = timeout < 0 ? null : { tv_sec: Math.floor(timeout / 1000), tv_usec: (timeout % 1000) * 1000 };
  const { provider } = rows[0].socket;
  const result = callSlot(process, "WSAPoll", provider, "WSPSelect", (lpErrno) =>
    provider.slots.WSPSelect(0, readable, writable, exceptional, time, lpErrno),
  );
  const gone = rows.filter((one) => isGone(process, one));
  for (const { row } of gone) row.revents = POLLNVAL;
  if (gone.length > 0) return gone.length;
  if (result === SOCKET_ERROR) return -(process.thread.lastError || WSASYSCALLFAILURE);
  for (const { row, s, events, socket } of rows) {
    const { slots } = socket.provider;
    if (has(readable, s)) row.revents |= isSilent(slots, s) ? POLLHUP : events & POLLRDNORM;
    if (has(writable, s)) row.revents |= events & POLLWRNORM;
    if (!has(exceptional, s)) continue;
    const hasFailed = option(slots, s, SO_ERROR) !== 0;
    row.revents |= hasFailed ? POLLERR | POLLHUP | (events & POLLWRNORM) : events & POLLRDBAND;
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

/** Whether a connect is under way: it has bound the socket already. */
function isConnecting(slots: WSPPROC_TABLE, s: SOCKET): boolean {
  return slots.WSPGetSockName(s, new Uint8Array(28), ref(28), ref(0)) === 0;
}

/**
 * Whether a socket is a stream without data that does not listen. If select reports it as readable, its peer has ended
 * sending.
 */
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
