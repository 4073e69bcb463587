import { isFdSet } from "@ws2kit/core";
import {
  type fd_set,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  READY_PRI,
  type SOCKET,
  type timeval,
  type Waitable,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { settle } from "../socket/connection-state.js";
import { fail } from "../socket/failure.js";
import type { Socket } from "../socket/socket.js";
import type { Part, Tcpip } from "../socket/tcpip.js";

/** One socket of one set. */
interface Row {
  readonly s: SOCKET;
  readonly socket: Socket;
  readonly set: fd_set;
  readonly kind: Kind;
}

/** The condition that the sockets of a set wait for. */
interface Kind {
  /** READY_* to watch. */
  readonly events: number;
  isReady(socket: Socket): boolean;
}

const ENDED = READY_ERR | READY_HUP;

const readable: Kind = {
  events: READY_IN,
  isReady: (socket) =>
    socket.arrivals.length > 0 ||
    (socket.isStream && !socket.isConnected && !socket.isListening ? false : (socket.bits & (READY_IN | ENDED)) !== 0),
};

const writable: Kind = {
  events: READY_OUT,
  isReady: (socket) => (socket.isStream && !socket.isConnected ? false : (socket.bits & (READY_OUT | ENDED)) !== 0),
};

const exceptional: Kind = {
  events: READY_PRI,
  isReady: (socket) => socket.hasFailed || (socket.bits & READY_PRI) !== 0,
};

/** WSPSelect. Source: reference §1 slot 22, §1.2; test_select. */
export const selecting: Part = (tcp) => ({
  WSPSelect(_nfds, readfds, writefds, exceptfds, timeout, lpErrno) {
    const rows: Row[] = [];
    const code =
      collect(tcp, readfds, readable, rows) ||
      collect(tcp, writefds, writable, rows) ||
      collect(tcp, exceptfds, exceptional, rows);
    if (code !== 0) return fail(lpErrno, code);
    const ms = milliseconds(timeout);
    if (rows.length === 0 || ms === null) return fail(lpErrno, WSAEINVAL);
    const { closes } = tcp;
    const result = awaitAny(tcp, rows, ms, closes);
    if (result !== 0 && result !== WSAETIMEDOUT) return fail(lpErrno, result);
    const gone = tcp.closes === closes ? NONE : rows.filter((row) => isGone(tcp, row));
    const sets = [readfds, writefds, exceptfds];
    // select/closed: a socket that closes meanwhile counts as readable; if it is not in readfds, select fails
    const isLost = gone.some(({ s }) => !gone.some((row) => row.s === s && row.kind === readable));
    let count = 0;
    sets.forEach((set, i) => {
      // a set that is passed twice receives the union
      if (set !== null && sets.indexOf(set) === i) count += compact(tcp, set, isLost ? NONE : rows, gone);
    });
    return isLost ? fail(lpErrno, WSAENOTSOCK) : count;
  },
});

const NONE: readonly Row[] = [];

/** Adds a set's sockets to `rows`. Returns 0 or the code. */
function collect(tcp: Tcpip, set: fd_set | null, kind: Kind, rows: Row[]): number {
  if (set === null) return 0;
  if (!isFdSet(set)) return WSAEFAULT;
  const errno = { value: 0 };
  for (let i = 0; i < set.fd_count; i++) {
    const s = set.fd_array[i];
    const socket = tcp.handles.find(s, errno);
    if (socket === null) return errno.value;
    rows.push({ s, socket, set, kind });
  }
  return 0;
}

/** A timeout in milliseconds; -1 for no limit, `null` if it is not a valid timeval. */
function milliseconds(timeout: Readonly<timeval> | null): number | null {
  if (timeout === null) return -1;
  const { tv_sec, tv_usec } = timeout;
  if (typeof tv_sec !== "number" || typeof tv_usec !== "number") return null;
  return tv_sec < 0 || tv_usec < 0 ? null : tv_sec * 1000 + tv_usec / 1000;
}

/**
 * Waits at most `ms` until a row is ready or its socket closes. Returns 0, WSAETIMEDOUT, or the code that ended the
 * wait.
 */
function awaitAny(tcp: Tcpip, rows: readonly Row[], ms: number, closes: number): number {
  for (const { socket } of rows) socket.bits = 0;
  for (const { socket, kind } of rows) {
    socket.wait(kind.events, 1);
    tcp.watch(socket);
  }
  try {
    tcp.imports.look();
    const any: Waitable = {
      ready: () =>
        rows.some((row) => isReady(tcp, row)) || (tcp.closes !== closes && rows.some((row) => isGone(tcp, row))),
    };
    if (any.ready()) return 0;
    return ms === 0 ? WSAETIMEDOUT : tcp.imports.wait(any, ms);
  } finally {
    // an exception of the application's callback may pass through here: the watch must end then too
    for (const { socket, kind } of rows) {
      socket.wait(kind.events, -1);
      tcp.watch(socket);
    }
  }
}

function isReady(tcp: Tcpip, { socket, kind }: Row): boolean {
  if (socket.isConnecting && (socket.bits & (READY_OUT | ENDED)) !== 0) {
    settle(socket);
    // the condition for exceptfds may have changed
    tcp.watch(socket);
  }
  return kind.isReady(socket);
}

/** Whether a row's handle has been closed since the call began. */
function isGone(tcp: Tcpip, { s, socket }: Row): boolean {
  return tcp.handles.find(s, { value: 0 }) !== socket;
}

/** Removes from a set the sockets that are not ready, and duplicates. Returns how many remain. */
function compact(tcp: Tcpip, set: fd_set, rows: readonly Row[], gone: readonly Row[]): number {
  let count = 0;
  for (const row of rows) {
    if (row.set !== set) continue;
    if (!(gone.includes(row) ? row.kind === readable : isReady(tcp, row))) continue;
    const isThere = count > 0 && set.fd_array.lastIndexOf(row.s, count - 1) >= 0;
    if (!isThere) set.fd_array[count++] = row.s;
  }
  set.fd_count = count;
  return count;
}
