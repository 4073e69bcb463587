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
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { settle } from "./connecting.js";
import { fail } from "./failure.js";
import type { Socket } from "./socket.js";
import type { Part, Tcpip } from "./tcpip.js";

/** One socket of one set. */
interface Row {
  readonly s: SOCKET;
  readonly socket: Socket;
  readonly kind: Kind;
}

/** What the sockets of a set wait for. */
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
  isReady: (socket) => (socket.isStream && socket.connectCode > 0) || (socket.bits & READY_PRI) !== 0,
};

/** WSPSelect. Source: reference §1 slot 22, §1.2. */
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
    const result = awaitAny(tcp, rows, ms);
    if (result !== 0 && result !== WSAETIMEDOUT) return fail(lpErrno, result);
    return compact(readfds, rows, readable) + compact(writefds, rows, writable) + compact(exceptfds, rows, exceptional);
  },
});

/** Adds a set's sockets to `rows`: 0 or the code. */
function collect(tcp: Tcpip, set: fd_set | null, kind: Kind, rows: Row[]): number {
  if (set === null) return 0;
  if (!isFdSet(set)) return WSAEFAULT;
  const errno = { value: 0 };
  for (let i = 0; i < set.fd_count; i++) {
    const s = set.fd_array[i];
    const socket = tcp.handles.find(s, errno);
    if (socket === null) return errno.value;
    rows.push({ s, socket, kind });
  }
  return 0;
}

/** A timeout in milliseconds, -1 for none; `null` if it is no time. */
function milliseconds(timeout: Readonly<timeval> | null): number | null {
  if (timeout === null) return -1;
  const { tv_sec, tv_usec } = timeout;
  if (typeof tv_sec !== "number" || typeof tv_usec !== "number") return null;
  return tv_sec < 0 || tv_usec < 0 ? null : tv_sec * 1000 + tv_usec / 1000;
}

/** Waits until a row is ready, at most `ms`: 0, WSAETIMEDOUT, or the code that ended the wait. */
function awaitAny(tcp: Tcpip, rows: readonly Row[], ms: number): number {
  for (const { socket } of rows) socket.bits = 0;
  for (const { socket, kind } of rows) {
    socket.wait(kind.events, 1);
    tcp.watch(socket);
  }
  tcp.imports.look();
  const any: Waitable = { ready: () => rows.some(isReady) };
  const code = any.ready() ? 0 : ms === 0 ? WSAETIMEDOUT : tcp.imports.wait(any, ms);
  for (const { socket, kind } of rows) {
    socket.wait(kind.events, -1);
    tcp.watch(socket);
  }
  return code;
}

function isReady({ socket, kind }: Row): boolean {
  if (socket.isConnecting && (socket.bits & (READY_OUT | ENDED)) !== 0) settle(socket);
  return socket.isClosed || kind.isReady(socket);
}

/** Leaves in a set the sockets that are ready, once each and in their order, and returns how many they are. */
function compact(set: fd_set | null, rows: readonly Row[], kind: Kind): number {
  if (set === null) return 0;
  let count = 0;
  for (const row of rows) {
    if (row.kind !== kind || !isReady(row)) continue;
    const isThere = count > 0 && set.fd_array.lastIndexOf(row.s, count - 1) >= 0;
    if (!isThere) set.fd_array[count++] = row.s;
  }
  set.fd_count = count;
  return count;
}
