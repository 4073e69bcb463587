import {
  DWORD,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SO_RCVTIMEO,
  SO_UPDATE_ACCEPT_CONTEXT,
  type SOCKET,
  SOL_SOCKET,
  sockaddrPort,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_EVENT_0,
  WSAEINVAL,
  WSAENOTCONN,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NO_SOCKET = 0x4444444 as SOCKET;
/** The bytes that AcceptEx needs for each of the two IPv4 addresses. */
const BLOCK = 32;

/** Calls AcceptEx without first data. Returns 0 or the code. */
function acceptEx(program: Program, listener: SOCKET, s: SOCKET, overlapped: WSAOVERLAPPED | null): number {
  const { AcceptEx } = program.desktop.mswsock;
  const isDone = AcceptEx(listener, s, new Uint8Array(2 * BLOCK), 0, BLOCK, BLOCK, ref(0), overlapped);
  return isDone ? 0 : program.ws2.WSAGetLastError();
}

function disconnectEx(program: Program, s: SOCKET): number {
  return program.desktop.mswsock.DisconnectEx(s, null, 0, 0) ? 0 : program.ws2.WSAGetLastError();
}

/** Sockets that AcceptEx refuses as accept socket. */
const UNFIT: readonly (readonly [of: string, (program: Program) => SOCKET])[] = [
  ["a datagram socket", (program) => program.datagram()],
  [
    "a socket with a name",
    (program) => {
      const s = program.stream();
      program.bind(s);
      return s;
    },
  ],
];

const refused: readonly Check[] = [
  {
    rule: "AcceptEx/not-a-socket",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      sameCode(acceptEx(program, NO_SOCKET, program.stream(), newWSAOVERLAPPED()), WSAENOTSOCK, "AcceptEx's error");
    },
  },
  {
    rule: "AcceptEx/not-listening",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      program.bind(s);
      sameCode(acceptEx(program, s, program.stream(), newWSAOVERLAPPED()), WSAEINVAL, "AcceptEx's error");
    },
  },
  ...UNFIT.map(
    ([of, make]): Check => ({
      rule: "AcceptEx/accept-socket",
      of,
      needs: of === "a datagram socket" ? ["IPv4 stream", "IPv4 datagram"] : ["IPv4 stream"],
      run(bench) {
        const program = bench.program();
        const { s } = program.listener();
        sameCode(acceptEx(program, s, make(program), newWSAOVERLAPPED()), WSAEINVAL, "AcceptEx's error");
      },
    }),
  ),
  {
    rule: "AcceptEx/already-waiting",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const [{ s }, acceptor] = [program.listener(), program.stream()];
      sameCode(acceptEx(program, s, acceptor, newWSAOVERLAPPED()), WSA_IO_PENDING, "the first AcceptEx's error");
      sameCode(acceptEx(program, s, acceptor, newWSAOVERLAPPED()), WSAEINVAL, "the second's");
    },
  },
  {
    rule: "AcceptEx/accept-socket-in-use",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const [{ s, name }, acceptor] = [program.listener(), program.stream()];
      sameCode(acceptEx(program, s, acceptor, newWSAOVERLAPPED()), WSA_IO_PENDING, "AcceptEx's error");
      program.fails(program.connect(acceptor, name), WSAEINVAL, "connect's error");
      const free = name.slice();
      free.fill(0, 2, 4);
      program.fails(program.ws2.bind(acceptor, free, free.length), WSAEINVAL, "bind's error");
    },
  },
  {
    rule: "AcceptEx/accept-socket-closed",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const [{ s, name }, acceptor] = [program.listener(), program.stream()];
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      sameCode(acceptEx(program, s, acceptor, overlapped), WSA_IO_PENDING, "AcceptEx's error");
      program.must(ws2.closesocket(acceptor));
      equal(
        ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent as never], true, 0, false),
        WSA_WAIT_EVENT_0,
        "the wait for the event",
      );
      const isSuccess = ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0));
      sameCode(isSuccess ? 0 : ws2.WSAGetLastError(), WSA_OPERATION_ABORTED, "the outcome of AcceptEx");
      program.must(program.connect(program.stream(), name));
      program.must(ws2.accept(s, null, null));
    },
  },
  {
    rule: "AcceptEx/overlapped-needed",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const code = acceptEx(program, program.listener().s, program.stream(), null);
      sameCode(code, WSA_INVALID_PARAMETER, "AcceptEx's error");
    },
  },
];

/** AcceptEx, ConnectEx and DisconnectEx, which programs import from mswsock.dll. */
export const ACCEPT_EX_CHECKS: readonly Check[] = [
  ...refused,
  {
    rule: "AcceptEx/takes-connection",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const [{ s, name }, acceptor, overlapped] = [program.listener(), program.stream(), newWSAOVERLAPPED()];
      sameCode(acceptEx(program, s, acceptor, overlapped), WSA_IO_PENDING, "AcceptEx's error");
      const far = bench.neighbour.program();
      const client = far.stream();
      far.must(far.connect(client, name));
      far.must(far.send(client, bytes("hello")));
      sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the operation's error");
      sameList(program.receive(acceptor) ?? [], bytes("hello"), "what the accept socket receives");
    },
  },
  ...[BLOCK, 0].map(
    (localLength): Check => ({
      rule: "AcceptEx/addresses",
      of: localLength === 0 ? "the peer's alone" : "both",
      needs: ["IPv4 stream", "overlapped"],
      run(bench) {
        const program = bench.program();
        const [{ s, name }, acceptor, overlapped] = [program.listener(), program.stream(), newWSAOVERLAPPED()];
        const client = bench.neighbour.program();
        const buffer: Uint8Array = new Uint8Array(8 + 2 * BLOCK).fill(7);
        const { AcceptEx } = program.desktop.mswsock;
        AcceptEx(s, acceptor, buffer, 8, localLength, BLOCK, ref(0), overlapped);
        const peer = client.stream();
        client.must(client.connect(peer, name));
        client.must(client.send(peer, bytes("data")));
        const outcome = outcomeOf(program, s, overlapped, true);
        sameCode(outcome.code, 0, "the operation's error");
        equal(outcome.bytes, 4, "the bytes of the first data");
        sameList(buffer.subarray(0, 4), bytes("data"), "the first data");
        if (localLength > 0)
          equal(sockaddrPort(buffer.subarray(8)), sockaddrPort(name), "the port of the local address");
        const at = 8 + localLength;
        equal(sockaddrPort(buffer.subarray(at)), client.portOf(peer), "the port of the peer's address");
      },
    }),
  ),
  {
    rule: "setsockopt/SO_UPDATE_ACCEPT_CONTEXT",
    needs: ["IPv4 stream", "overlapped", "option SO_UPDATE_ACCEPT_CONTEXT", "option SO_RCVTIMEO"],
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const [{ s, name }, acceptor, overlapped] = [program.listener(), program.stream(), newWSAOVERLAPPED()];
      program.must(ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(250), 4));
      sameCode(acceptEx(program, s, acceptor, overlapped), WSA_IO_PENDING, "AcceptEx's error");
      const far = bench.neighbour.program();
      const client = far.stream();
      far.must(far.connect(client, name));
      sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the outcome of AcceptEx");
      program.works(ws2.setsockopt(acceptor, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, DWORD(s), 4), "setsockopt's error");
      const value: Uint8Array = new Uint8Array(4);
      program.works(ws2.getsockopt(acceptor, SOL_SOCKET, SO_RCVTIMEO, value, ref(4)));
      equal(readDWORD(value), 250, "SO_RCVTIMEO of the accept socket");
      const peer = room();
      program.works(ws2.getpeername(acceptor, peer.name, peer.length), "getpeername's error");
      equal(sockaddrPort(peer.name), far.portOf(client), "the peer's port");
      equal(program.portOf(acceptor), sockaddrPort(name), "the accept socket's own port");
    },
  },
  {
    rule: "ConnectEx/connects",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const far = bench.neighbour.program();
      const { s: listener, name } = far.listener();
      const program = bench.program();
      const [s, overlapped] = [program.stream(), newWSAOVERLAPPED()];
      program.bind(s);
      const { ConnectEx } = program.desktop.mswsock;
      const isDone = ConnectEx(s, name, name.length, bytes("first"), 5, ref(0), overlapped);
      if (!isDone) sameCode(program.ws2.WSAGetLastError(), WSA_IO_PENDING, "ConnectEx's error");
      const peer = far.works(far.ws2.accept(listener, null, null), "accept's error");
      sameList(far.receiveAll(peer, 5), bytes("first"), "what arrives");
      equal(outcomeOf(program, s, overlapped, true).bytes, 5, "the bytes that the operation reports");
    },
  },
  {
    rule: "DisconnectEx/not-connected",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      sameCode(disconnectEx(program, NO_SOCKET), WSAENOTSOCK, "the error for an invalid socket handle");
      sameCode(disconnectEx(program, program.stream()), WSAENOTCONN, "the error of a socket without a connection");
    },
  },
  {
    rule: "DisconnectEx/twice",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      sameCode(disconnectEx(near, s), 0, "the first call's error");
      const ended = far.receive(peer);
      holds(ended !== null && ended.length === 0, "whether the peer sees the end");
      sameCode(disconnectEx(near, s), 0, "the second call's error");
    },
  },
];
