import {
  newWSAOVERLAPPED,
  type Pointer,
  ref,
  SO_UPDATE_CONNECT_CONTEXT,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { awaitingReceive, outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair, pass } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NO_SOCKET = 0x4444444 as SOCKET;
/** The bytes that AcceptEx needs for each of the two IPv4 addresses. */
const BLOCK = 32;
const TF_REUSE_SOCKET = 2;

interface AcceptArguments {
  readonly buffer?: Uint8Array | null;
  readonly data?: number;
  readonly local?: number;
  readonly remote?: number;
}

/** Calls AcceptEx: 0 or the code. */
function acceptEx(
  program: Program,
  listener: SOCKET,
  s: SOCKET,
  overlapped: WSAOVERLAPPED,
  { buffer = new Uint8Array(2 * BLOCK), data = 0, local = BLOCK, remote = BLOCK }: AcceptArguments = {},
): number {
  const { AcceptEx } = program.desktop.mswsock;
  const isDone = AcceptEx(listener, s, buffer, data, local, remote, ref(0), overlapped);
  return isDone ? 0 : program.ws2.WSAGetLastError();
}

/** Calls ConnectEx: 0 or the code. */
function connectEx(program: Program, s: SOCKET, name: Pointer, overlapped: WSAOVERLAPPED | null, data: Pointer = null) {
  const { ConnectEx } = program.desktop.mswsock;
  const isDone = ConnectEx(s, name, name?.length ?? 0, data, data?.length ?? 0, ref(0), overlapped);
  return isDone ? 0 : program.ws2.WSAGetLastError();
}

/** Calls DisconnectEx: 0 or the code. */
function disconnectEx(
  program: Program,
  s: SOCKET,
  flags: number,
  overlapped: WSAOVERLAPPED | null = null,
  reserved = 0,
) {
  const { DisconnectEx } = program.desktop.mswsock;
  return DisconnectEx(s, overlapped, flags, reserved) ? 0 : program.ws2.WSAGetLastError();
}

/** What GetAcceptExSockaddrs writes: the two addresses and their lengths. */
function sockaddrsIn(program: Program, s: SOCKET, buffer: Uint8Array, data: number, local: number, remote: number) {
  const [localName, remoteName] = [ref<Pointer>(null), ref<Pointer>(null)];
  const [localLength, remoteLength] = [ref(4711), ref(4711)];
  const { GetAcceptExSockaddrs } = program.desktop.mswsock;
  GetAcceptExSockaddrs(s, buffer, data, local, remote, localName, localLength, remoteName, remoteLength);
  return {
    local: localName.value,
    localLength: localLength.value,
    remote: remoteName.value,
    remoteLength: remoteLength.value,
  };
}

function boundStream(program: Program): SOCKET {
  const s = program.stream();
  program.bind(s);
  return s;
}

const accepting: readonly Check[] = [
  {
    rule: "GetAcceptExSockaddrs/addresses",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const [{ s, name }, acceptor, overlapped] = [program.listener(), program.stream(), newWSAOVERLAPPED()];
      const buffer: Uint8Array = new Uint8Array(4 + 2 * BLOCK);
      sameCode(acceptEx(program, s, acceptor, overlapped, { buffer, data: 4 }), WSA_IO_PENDING, "AcceptEx's error");
      const far = bench.neighbour.program();
      const peer = far.stream();
      far.must(far.connect(peer, name));
      far.must(far.send(peer, bytes("data")));
      sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the outcome");
      const found = sockaddrsIn(program, s, buffer, 4, BLOCK, BLOCK);
      equal(found.localLength, 16, "the length of the local address");
      equal(found.remoteLength, 16, "the length of the peer's address");
      sameList(found.local ?? [], sockaddr_in(bench.machine.reachableAt, sockaddrPort(name)), "the local address");
      const expected = sockaddr_in(bench.neighbour.reachableAt, far.portOf(peer));
      sameList(found.remote ?? [], expected, "the peer's address");
      const alone = sockaddrsIn(program, s, buffer.subarray(BLOCK), 4, 0, BLOCK);
      equal(alone.local, null, "the pointer of an address without a block");
      equal(alone.localLength, 4711, "its length");
      sameList(alone.remote ?? [], expected, "the peer's address behind no block");
      equal(sockaddrsIn(program, s, buffer, 4, 8, BLOCK).localLength, 8, "the length in a block that is too short");
      const behind = sockaddrsIn(program, s, buffer, buffer.length, BLOCK, BLOCK);
      equal(behind.localLength, 4711, "the length of a block behind the buffer");
    },
  },
  {
    rule: "AcceptEx/refused",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.listener();
      const refused = (expected: number, what: string, args: AcceptArguments, acceptor = program.stream()) =>
        sameCode(acceptEx(program, s, acceptor, newWSAOVERLAPPED(), args), expected, `the error of ${what}`);
      refused(WSAENOTSOCK, "no accept socket", {}, NO_SOCKET);
      refused(WSAEINVAL, "a listener as accept socket", {}, program.listener().s);
      refused(WSAEFAULT, "no buffer", { buffer: null });
      refused(WSAEFAULT, "a buffer of a byte too few", { buffer: new Uint8Array(2 * BLOCK - 1) });
      refused(WSAEFAULT, "a block of 0 bytes for the peer's address", { remote: 0 });
      refused(WSAEINVAL, "a length below 0", { local: -1 });
      program.must(program.connect(program.stream(), name));
      program.must(program.ws2.accept(s, null, null));
    },
  },
  ...(
    [
      ["the local address", { local: BLOCK - 1 }],
      ["the peer's address", { remote: BLOCK - 1 }],
    ] as const
  ).map(
    ([of, args]): Check => ({
      rule: "AcceptEx/block-short",
      of,
      needs: ["IPv4 stream", "overlapped"],
      run(bench) {
        const program = bench.program();
        const [{ s, name }, overlapped] = [program.listener(), newWSAOVERLAPPED()];
        sameCode(acceptEx(program, s, program.stream(), overlapped, args), WSA_IO_PENDING, "AcceptEx's error");
        program.must(program.connect(program.stream(), name));
        sameCode(outcomeOf(program, s, overlapped, true).code, WSAEFAULT, "the outcome");
        program.works(program.ws2.accept(s, null, null), "the error of accept, which gets the connection");
      },
    }),
  ),
  {
    rule: "AcceptEx/takes-connection",
    of: "a connection that waits already",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.listener();
      const clients = [program.stream(), program.stream()];
      for (const client of clients) program.must(program.connect(client, name));
      const operations = clients.map(() => ({ overlapped: newWSAOVERLAPPED(), acceptor: program.stream() }));
      for (const { overlapped, acceptor } of operations) {
        sameCode(acceptEx(program, s, acceptor, overlapped), WSA_IO_PENDING, "AcceptEx's error");
      }
      operations.forEach(({ overlapped, acceptor }, i) => {
        sameCode(outcomeOf(program, s, overlapped, true).code, 0, `the outcome of operation ${i}`);
        program.must(program.send(clients[i], bytes(`${i}`)));
        sameList(program.receive(acceptor) ?? [], bytes(`${i}`), `what accept socket ${i} receives`);
        const found = room();
        program.fails(program.ws2.getpeername(acceptor, found.name, found.length), WSAENOTCONN, "getpeername's error");
      });
    },
  },
];

const connecting: readonly Check[] = [
  {
    rule: "ConnectEx/refused",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { name } = bench.neighbour.program().listener();
      const call = (s: SOCKET, to: Pointer = name, data: Pointer = null) =>
        connectEx(program, s, to, newWSAOVERLAPPED(), data);
      sameCode(connectEx(program, boundStream(program), name, null), WSA_INVALID_PARAMETER, "without a structure");
      sameCode(call(NO_SOCKET), WSAENOTSOCK, "the error of no socket");
      sameCode(call(program.stream()), WSAEINVAL, "the error of a socket without a name");
      sameCode(call(program.listener().s), WSAEINVAL, "the error of a listener");
      sameCode(call(boundStream(program), null), WSAEFAULT, "the error without an address");
      sameCode(call(boundStream(program), name.subarray(0, 15)), WSAEFAULT, "the error of a short address");
      const { near, s } = connectedPair(bench);
      sameCode(connectEx(near, s, name, newWSAOVERLAPPED()), WSAEISCONN, "the error of a connected socket");
      const { ConnectEx } = program.desktop.mswsock;
      equal(ConnectEx(boundStream(program), name, 16, null, 4, ref(0), newWSAOVERLAPPED()), false, "without the data");
      sameCode(program.ws2.WSAGetLastError(), WSAEFAULT, "the error without the data");
    },
  },
  {
    rule: "ConnectEx/failure",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const [s, overlapped] = [boundStream(program), newWSAOVERLAPPED()];
      const nobody = sockaddr_in(bench.neighbour.reachableAt, bench.freePort());
      sameCode(connectEx(program, s, nobody, overlapped, bytes("first")), WSA_IO_PENDING, "ConnectEx's error");
      const outcome = outcomeOf(program, s, overlapped, true);
      sameCode(outcome.code, WSAECONNREFUSED, "the outcome");
      equal(outcome.bytes, 0, "the bytes that it reports");
    },
  },
  {
    rule: "setsockopt/SO_UPDATE_CONNECT_CONTEXT",
    needs: ["IPv4 stream", "overlapped", "option SO_UPDATE_CONNECT_CONTEXT"],
    run(bench) {
      const program = bench.program();
      const { name } = bench.neighbour.program().listener();
      const update = (s: SOCKET) => program.ws2.setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, null, 0);
      const [s, overlapped] = [boundStream(program), newWSAOVERLAPPED()];
      program.fails(update(s), WSAENOTCONN, "the error without a connection");
      sameCode(connectEx(program, s, name, overlapped), WSA_IO_PENDING, "ConnectEx's error");
      sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the outcome");
      const peer = room();
      program.fails(program.ws2.getpeername(s, peer.name, peer.length), WSAENOTCONN, "getpeername's error before");
      program.works(update(s), "setsockopt's error");
      program.works(program.ws2.getpeername(s, peer.name, peer.length), "getpeername's error afterwards");
      sameList(peer.name, name, "the peer's name");
    },
  },
];

const disconnecting: readonly Check[] = [
  {
    rule: "DisconnectEx/refused",
    needs: ["IPv4 stream", "IPv4 datagram"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      sameCode(disconnectEx(near, s, 1), WSAEINVAL, "the error of an unknown flag");
      sameCode(disconnectEx(near, s, 0, null, 1), WSAEINVAL, "the error of a reserved argument");
      sameCode(disconnectEx(near, near.datagram(), 0), WSAENOTCONN, "the error of a datagram socket");
      near.works(near.send(s, bytes("x")), "the error of a send afterwards");
    },
  },
  {
    rule: "DisconnectEx/reuse",
    of: "a socket that connected",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const far = bench.neighbour.program();
      const listener = far.listener();
      const program = bench.program();
      const s = boundStream(program);
      const connect = () => {
        const overlapped = newWSAOVERLAPPED();
        sameCode(connectEx(program, s, listener.name, overlapped), WSA_IO_PENDING, "ConnectEx's error");
        sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the outcome of ConnectEx");
        return far.must(far.ws2.accept(listener.s, null, null));
      };
      const first = connect();
      const receive = awaitingReceive(program, s);
      const overlapped = newWSAOVERLAPPED();
      sameCode(disconnectEx(program, s, TF_REUSE_SOCKET, overlapped), WSA_IO_PENDING, "DisconnectEx's error");
      sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the outcome of DisconnectEx");
      sameCode(outcomeOf(program, s, receive.overlapped, true).code, WSA_OPERATION_ABORTED, "the receive's outcome");
      far.answers(far.ws2.recv(first, new Uint8Array(4), 4, 0), 0, "what the peer receives");
      program.fails(program.ws2.bind(s, sockaddr_in("0.0.0.0", 0), 16), WSAEINVAL, "the error of bind: it has a name");
      const second = connect();
      program.must(program.send(s, bytes("again")));
      sameList(far.receiveAll(second, 5), bytes("again"), "what the next peer receives");
    },
  },
  {
    rule: "DisconnectEx/reuse",
    of: "a socket that was accepted",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.listener();
      const acceptor = program.stream();
      for (let i = 0; i < 2; i++) {
        const overlapped = newWSAOVERLAPPED();
        sameCode(acceptEx(program, s, acceptor, overlapped), WSA_IO_PENDING, "AcceptEx's error");
        program.must(program.connect(program.stream(), name));
        sameCode(outcomeOf(program, s, overlapped, true).code, 0, "the outcome of AcceptEx");
        sameCode(disconnectEx(program, acceptor, TF_REUSE_SOCKET), 0, "DisconnectEx's error");
        const own = room();
        program.fails(program.ws2.getsockname(acceptor, own.name, own.length), WSAEINVAL, "getsockname's error");
        pass(program, 5);
      }
    },
  },
];

/** What AcceptEx, ConnectEx and DisconnectEx refuse, and what they leave behind. */
export const EXTENSION_END_CHECKS: readonly Check[] = [...accepting, ...connecting, ...disconnecting];
