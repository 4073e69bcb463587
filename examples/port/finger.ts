/** finger: asks a host about a user (RFC 1288). The C is in finger.c, line by line. */
import config from "@ws2kit/config";
import {
  FD_SET,
  FD_ZERO,
  fd_set,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  type SOCKET,
  SOCKET_ERROR,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  type Ws2,
} from "@ws2kit/target";
import { dial } from "./dial.js";
import { Stdout } from "./stdout.js";

const TIMEOUT = 10;

/** Sends the whole query; 0, or SOCKET_ERROR. */
function send_query(ws2: Ws2, s: SOCKET, query: Uint8Array, length: number): number {
  const writable = fd_set();
  let at = 0;
  while (at < length) {
    const sent = ws2.send(s, query, length - at, 0, at);
    if (sent === SOCKET_ERROR && ws2.WSAGetLastError() !== WSAEWOULDBLOCK) return SOCKET_ERROR;
    if (sent !== SOCKET_ERROR) {
      at += sent;
      continue;
    }
    FD_ZERO(writable);
    FD_SET(s, writable);
    if (ws2.select(0, null, writable, null, null) === SOCKET_ERROR) return SOCKET_ERROR;
  }
  return 0;
}

/** Prints what arrives until the host closes the connection; 0, or the error. */
function print_answer(ws2: Ws2, s: SOCKET, stdout: Stdout): number {
  const readable = fd_set();
  const answer = new Uint8Array(512);
  for (;;) {
    const received = ws2.recv(s, answer, answer.length, 0);
    if (received === 0) return 0;
    if (received !== SOCKET_ERROR) {
      stdout.fwrite(answer, received);
      continue;
    }
    if (ws2.WSAGetLastError() !== WSAEWOULDBLOCK) return ws2.WSAGetLastError();
    FD_ZERO(readable);
    FD_SET(s, readable);
    const limit = { tv_sec: TIMEOUT, tv_usec: 0 };
    if (ws2.select(0, readable, null, null, limit) === 0) return WSAETIMEDOUT;
  }
}

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const stdout = new Stdout(machine);
  const [user, host] = config.query.split("@");
  const service = config.service;
  let error = 0;

  if (ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) !== 0) return;
  const s = dial(ws2, host, service, TIMEOUT);
  if (s === INVALID_SOCKET) {
    stdout.printf(`finger: cannot reach ${host}: error ${ws2.WSAGetLastError()}\n`);
    ws2.WSACleanup();
    return;
  }
  const query = Uint8Array.from(`${user}\r\n`, (c) => c.charCodeAt(0));
  if (send_query(ws2, s, query, query.length) === SOCKET_ERROR) error = ws2.WSAGetLastError();
  else error = print_answer(ws2, s, stdout);
  stdout.fflush();
  if (error !== 0) stdout.printf(`finger: error ${error}\n`);
  ws2.closesocket(s);
  ws2.WSACleanup();
}
