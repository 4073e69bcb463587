import { errorName } from "@ws2kit/rules";
import {
  DWORD,
  FIONREAD,
  fd_set,
  INVALID_SOCKET,
  MSG_OOB,
  MSG_PEEK,
  MSG_WAITALL,
  newWSABUF,
  newWSAMSG,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SIOCATMARK,
  SO_ACCEPTCONN,
  SO_ERROR,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";
import type { Stated } from "./states.js";

/** A call on a socket: its result and what it wrote, in words. */
export type StateCall = (socket: Stated) => string;

const bytes = () => new Uint8Array([9, 8, 7, 6]);
const buffers = () => [newWSABUF(new Uint8Array([9, 8])), newWSABUF(new Uint8Array([7, 6]))];

/** 0 or the code of a call that returned `result`, and `wrote` if it succeeded. */
function told({ ws2 }: Program, result: number | boolean, wrote: unknown = ""): string {
  const isFailure = result === SOCKET_ERROR || result === false;
  return isFailure ? errorName(ws2.WSAGetLastError()) : `${Number(result)}${wrote === "" ? "" : `, ${wrote}`}`;
}

function flagged(flags: number): StateCall {
  return ({ program, s }) => {
    const buf = new Uint8Array(4);
    const result = program.ws2.recv(s, buf, 4, flags);
    return told(program, result, buf.join(" "));
  };
}

function sent(len: number, flags: number): StateCall {
  return ({ program, s }) => told(program, program.ws2.send(s, bytes(), len, flags));
}

const desktop = ({ ws2 }: Program) => ws2 as DesktopWs2;

/** What an overlapped call reports: its outcome in the call, then in the structure. */
function overlappedCall(
  call: (socket: Stated, overlapped: ReturnType<typeof newWSAOVERLAPPED>) => number | boolean,
): StateCall {
  return (socket) => {
    const { program, s } = socket;
    const overlapped = newWSAOVERLAPPED(program.ws2.WSACreateEvent());
    const answer = told(program, call(socket, overlapped));
    // a call that has failed need not write the structure
    if (answer !== "0" && answer !== "1" && answer !== "WSA_IO_PENDING") return answer;
    const [count, flags] = [ref(99), ref(99)];
    const result = program.ws2.WSAGetOverlappedResult(s, overlapped, count, false, flags);
    return `${answer}; ${told(program, result, `${count.value} bytes, flags ${flags.value}`)}`;
  };
}

/** The calls of every system whose results depend on the state of the socket. */
export const STATE_CALLS: Readonly<Record<string, StateCall>> = {
  nothing: () => "0",
  bind: ({ program, s }) => told(program, program.ws2.bind(s, sockaddr_in("0.0.0.0", 0), 16)),
  listen: ({ program, s }) => told(program, program.ws2.listen(s, 2)),
  accept: ({ program, s }) => told(program, program.ws2.accept(s, null, null) === INVALID_SOCKET ? SOCKET_ERROR : 0),
  connect: ({ program, s, other: { name: other } }) => told(program, program.ws2.connect(s, other, 16)),
  "connect to no port": ({ program, s }) => told(program, program.ws2.connect(s, sockaddr_in("127.0.0.1", 0), 16)),
  "connect to no address": ({ program, s }) => told(program, program.ws2.connect(s, sockaddr_in("0.0.0.0", 0), 16)),
  getsockname: ({ program, s }) => {
    const [name, length] = [new Uint8Array(20).fill(7), ref(20)];
    const result = program.ws2.getsockname(s, name, length);
    return told(program, result, `${length.value} bytes ${name[0]} ${name[2] + name[3] > 0} ${name[4]} ${name[16]}`);
  },
  getpeername: ({ program, s }) => {
    const [name, length] = [new Uint8Array(20).fill(7), ref(20)];
    const result = program.ws2.getpeername(s, name, length);
    return told(program, result, `${length.value} bytes ${name[0]} ${name[2] + name[3] > 0} ${name[4]} ${name[16]}`);
  },
  send: sent(4, 0),
  "send of nothing": sent(0, 0),
  "send of an urgent byte": sent(1, MSG_OOB),
  "send with unknown flags": sent(4, 0x4000),
  recv: flagged(0),
  "recv of nothing": ({ program, s }) => told(program, program.ws2.recv(s, bytes(), 0, 0)),
  "recv that peeks": flagged(MSG_PEEK),
  "recv of an urgent byte": flagged(MSG_OOB),
  "recv that peeks at an urgent byte": flagged(MSG_OOB | MSG_PEEK),
  "recv of all": flagged(MSG_WAITALL),
  "recv with unknown flags": flagged(0x4000),
  sendto: ({ program, s, other: { name: other } }) => told(program, program.ws2.sendto(s, bytes(), 4, 0, other, 16)),
  "sendto to the peer": ({ program, s }) => told(program, program.ws2.sendto(s, bytes(), 4, 0, null, 0)),
  recvfrom: ({ program, s }) => {
    const [buf, name, length] = [new Uint8Array(4), new Uint8Array(20).fill(7), ref(20)];
    const result = program.ws2.recvfrom(s, buf, 4, 0, name, length);
    return told(program, result, `${buf.join(" ")} ${length.value} bytes ${name[0]} ${name[4]} ${name[16]}`);
  },
  WSASend: ({ program, s }) => {
    const count = ref(99);
    const result = program.ws2.WSASend(s, buffers(), 2, count, 0, null, null);
    return told(program, result, `${count.value} bytes`);
  },
  WSASendTo: ({ program, s, other: { name: other } }) => {
    const count = ref(99);
    const result = program.ws2.WSASendTo(s, buffers(), 2, count, 0, other, 16, null, null);
    return told(program, result, `${count.value} bytes`);
  },
  WSARecv: ({ program, s }) => {
    const [count, flags, room] = [ref(99), ref(0), buffers()];
    const result = program.ws2.WSARecv(s, room, 2, count, flags, null, null);
    const words = `${count.value} bytes, flags ${flags.value}, ${room.map(({ buf }) => buf?.join(" ")).join("; ")}`;
    return `${told(program, result, words)}${result === 0 ? "" : `, flags ${flags.value}`}`;
  },
  WSARecvFrom: ({ program, s }) => {
    const [count, flags, room, length] = [ref(99), ref(0), buffers(), ref(16)];
    const result = program.ws2.WSARecvFrom(s, room, 2, count, flags, new Uint8Array(16), length, null, null);
    const words = `${count.value} bytes, flags ${flags.value}, ${room.map(({ buf }) => buf?.join(" ")).join("; ")}`;
    return `${told(program, result, words)}${result === 0 ? "" : `, flags ${flags.value}`}, ${length.value}`;
  },
  "overlapped WSASend": overlappedCall(({ program, s }, o) => program.ws2.WSASend(s, buffers(), 2, null, 0, o, null)),
  "overlapped WSASendTo": overlappedCall(({ program, s, other: { name: other } }, o) =>
    program.ws2.WSASendTo(s, buffers(), 2, null, 0, other, 16, o, null),
  ),
  "overlapped WSARecv": overlappedCall(({ program, s }, o) =>
    program.ws2.WSARecv(s, buffers(), 2, null, ref(0), o, null),
  ),
  "overlapped WSARecv of one buffer": overlappedCall(({ program, s }, o) =>
    program.ws2.WSARecv(s, buffers(), 1, null, ref(0), o, null),
  ),
  "overlapped WSARecv that peeks": overlappedCall(({ program, s }, o) =>
    program.ws2.WSARecv(s, buffers(), 2, null, ref(MSG_PEEK), o, null),
  ),
  "overlapped WSARecv of nothing": overlappedCall(({ program, s }, o) =>
    program.ws2.WSARecv(s, [newWSABUF(new Uint8Array(0))], 1, null, ref(0), o, null),
  ),
  "overlapped WSARecv of an urgent byte": overlappedCall(({ program, s }, o) =>
    program.ws2.WSARecv(s, buffers(), 1, null, ref(MSG_OOB), o, null),
  ),
  "overlapped WSARecvFrom": overlappedCall(({ program, s }, o) =>
    program.ws2.WSARecvFrom(s, buffers(), 2, null, ref(0), new Uint8Array(16), ref(16), o, null),
  ),
  "shutdown of receives": ({ program, s }) => told(program, program.ws2.shutdown(s, 0)),
  "shutdown of sends": ({ program, s }) => told(program, program.ws2.shutdown(s, 1)),
  "shutdown of both": ({ program, s }) => told(program, program.ws2.shutdown(s, 2)),
  "shutdown of 3": ({ program, s }) => told(program, program.ws2.shutdown(s, 3)),
  FIONREAD: ({ program, s }) => {
    const count = ref(99);
    return told(program, program.ws2.ioctlsocket(s, FIONREAD, count), count.value);
  },
  SO_ERROR: ({ program, s }) => {
    const value = DWORD(99);
    return told(program, program.ws2.getsockopt(s, SOL_SOCKET, SO_ERROR, value, ref(4)), errorName(readDWORD(value)));
  },
  SO_ACCEPTCONN: ({ program, s }) => {
    const value = DWORD(99);
    return told(program, program.ws2.getsockopt(s, SOL_SOCKET, SO_ACCEPTCONN, value, ref(4)), readDWORD(value));
  },
  WSAEventSelect: ({ program, s }) => {
    const event = program.ws2.WSACreateEvent();
    const answer = told(program, program.ws2.WSAEventSelect(s, event, 0x3f));
    const events = newWSANETWORKEVENTS();
    const result = program.ws2.WSAEnumNetworkEvents(s, event, events);
    const codes = events.iErrorCode.slice(0, 6).join(" ");
    return `${answer}; ${told(program, result, `events ${events.lNetworkEvents}, codes ${codes}`)}`;
  },
  closesocket: ({ program, s }) => told(program, program.ws2.closesocket(s)),
};

/** The calls that only desktop has, or whose results on Windows CE do not depend on the state. */
export const DESKTOP_STATE_CALLS: Readonly<Record<string, StateCall>> = {
  nothing: () => "0",
  WSASendDisconnect: ({ program, s }) => told(program, (program.ws2 as never as Extra).WSASendDisconnect(s, null)),
  WSARecvDisconnect: ({ program, s }) => told(program, (program.ws2 as never as Extra).WSARecvDisconnect(s, null)),
  SIOCATMARK: ({ program, s }) => {
    const is = ref(99);
    return told(program, program.ws2.ioctlsocket(s, SIOCATMARK, is), is.value);
  },
  WSAPoll: ({ program, s }) => {
    const rows = [{ fd: s, events: 0x310, revents: 99 }];
    return told(program, desktop(program).WSAPoll(rows, 1, 0), rows[0].revents);
  },
  "WSAPoll without events": ({ program, s }) => {
    const rows = [{ fd: s, events: 0, revents: 99 }];
    return told(program, desktop(program).WSAPoll(rows, 1, 0), rows[0].revents);
  },
  WSARecvEx: ({ program, s }) => {
    const [buf, flags] = [new Uint8Array(4), ref(0)];
    const result = desktop(program).mswsock.WSARecvEx(s, buf, 4, flags);
    return `${told(program, result, buf.join(" "))}, flags ${flags.value}`;
  },
  WSARecvMsg: ({ program, s }) => {
    const msg = newWSAMSG(new Uint8Array(16), buffers()[0], newWSABUF(new Uint8Array(32)));
    const count = ref(99);
    const result = desktop(program).mswsock.WSARecvMsg(s, msg, count, null, null);
    return `${told(program, result, count.value)}; ${msg.dwFlags} ${msg.namelen} ${msg.Control.len}`;
  },
  WSASendMsg: ({ program, s, other: { name: other } }) => {
    const count = ref(99);
    const msg = newWSAMSG(other, newWSABUF(bytes()));
    return told(program, desktop(program).WSASendMsg(s, msg, 0, count, null, null), count.value);
  },
  "WSASendMsg to the peer": ({ program, s }) => {
    const count = ref(99);
    const msg = newWSAMSG(null, newWSABUF(bytes()));
    return told(program, desktop(program).WSASendMsg(s, msg, 0, count, null, null), count.value);
  },
  AcceptEx: overlappedCall(({ program, s }, o) =>
    desktop(program).mswsock.AcceptEx(s, program.stream(), new Uint8Array(64), 0, 32, 32, ref(0), o),
  ),
  ConnectEx: overlappedCall(({ program, s, other: { name: other } }, o) =>
    desktop(program).mswsock.ConnectEx(s, other, 16, null, 0, ref(0), o),
  ),
  "ConnectEx with data": overlappedCall(({ program, s, other: { name: other } }, o) =>
    desktop(program).mswsock.ConnectEx(s, other, 16, bytes(), 4, ref(0), o),
  ),
  DisconnectEx: ({ program, s }) => told(program, desktop(program).mswsock.DisconnectEx(s, null, 0, 0)),
  "DisconnectEx for reuse": ({ program, s }) => told(program, desktop(program).mswsock.DisconnectEx(s, null, 2, 0)),
  TransmitFile: ({ program, s }) => {
    const parts = { Head: bytes(), HeadLength: 4, Tail: bytes(), TailLength: 2 };
    return told(program, desktop(program).mswsock.TransmitFile(s, null, 0, 0, null, parts, 0));
  },
};

interface Extra {
  WSASendDisconnect(s: number, data: null): number;
  WSARecvDisconnect(s: number, data: null): number;
}

/** What select reports of the socket after the call, and what the peer receives. */
export function afterwards({ program, s, peer }: Stated): string {
  const sets = [fd_set(s), fd_set(s), fd_set(s)];
  const count = program.ws2.select(0, sets[0], sets[1], sets[2], { tv_sec: 0, tv_usec: 0 });
  const ready = count === SOCKET_ERROR ? told(program, count) : sets.map(({ fd_count }) => fd_count).join("");
  if (peer === null) return ready;
  const buf = new Uint8Array(8);
  const got = program.ws2.recv(peer, buf, 8, 0);
  return `${ready} ${got > 0 ? buf.subarray(0, got).join(" ") : told(program, got)}`;
}
