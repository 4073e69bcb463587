import {
  DWORD,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SO_BROADCAST,
  SO_RCVTIMEO,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSA_IO_PENDING,
  WSAEACCES,
  WSAECONNRESET,
  WSAEDESTADDRREQ,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, pass, pattern, unblock } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

function anyPeer(bench: Bench): void {
  const program = bench.program();
  const { s, name } = program.boundDatagram();
  for (const host of ["beta", "gamma"]) {
    const far = bench.machineNamed(host).program();
    const other = far.boundDatagram();
    program.answers(program.sendTo(s, bytes(`to ${host}`), other.name), 3 + host.length, "bytes sent");
    sameList(far.receive(other.s) ?? [], bytes(`to ${host}`), "what arrives");
    far.works(far.sendTo(other.s, bytes(`from ${host}`), name));
    const from = room();
    const buf: Uint8Array = new Uint8Array(32);
    const count = program.works(program.ws2.recvfrom(s, buf, 32, 0, from.name, from.length));
    sameList(buf.subarray(0, count), bytes(`from ${host}`), "the bytes of the answer");
    sameList(from.name, other.name, "the sender's name");
  }
}

/** A connected socket receives its peer's datagrams and must not receive those of another sender. */
function onlyPeer(bench: Bench): void {
  const far = bench.neighbour.program();
  const stranger = bench.machineNamed("gamma").program();
  const peer = far.boundDatagram();
  const program = bench.program();
  const { s, name } = program.boundDatagram();
  program.works(program.connect(s, peer.name));
  stranger.works(stranger.sendTo(stranger.datagram(), bytes("stranger"), name));
  pass(stranger, 10);
  far.works(far.sendTo(peer.s, bytes("peer"), name));
  sameList(program.receive(s) ?? [], bytes("peer"), "what is received first");
  unblock(program, s);
  program.fails(program.ws2.recv(s, new Uint8Array(8), 8, 0), WSAEWOULDBLOCK, "the error once that datagram is read");
}

function connectedSends(bench: Bench): void {
  const far = bench.neighbour.program();
  const peer = far.boundDatagram();
  const program = bench.program();
  const s = program.datagram();
  program.works(program.connect(s, peer.name));
  program.answers(program.send(s, bytes("hello")), 5, "bytes sent");
  sameList(far.receive(peer.s) ?? [], bytes("hello"), "what the peer receives");
}

const BODIES: readonly (readonly [Check["rule"], (bench: Bench) => void, needs?: readonly Need[]])[] = [
  ["WSPSocket/datagram/any-peer", anyPeer, ["otherHosts"]],
  ["WSASocketW/datagram/any-peer", anyPeer, ["otherHosts"]],
  ["WSPSocket/datagram/connected-sends", connectedSends],
  ["WSPSocket/datagram/connected-receives-from-peer", onlyPeer, ["otherHosts"]],
  ["WSASocketW/datagram/connected-to-peer", onlyPeer, ["otherHosts"]],
  [
    "recv/unbound",
    (bench) => {
      const program = bench.program();
      program.fails(program.ws2.recv(program.datagram(), new Uint8Array(4), 4, 0), WSAEINVAL);
    },
  ],
  [
    "recvfrom/unbound",
    (bench) => {
      const program = bench.program();
      program.fails(program.ws2.recvfrom(program.datagram(), new Uint8Array(4), 4, 0, null, null), WSAEINVAL);
    },
  ],
  [
    "recv/datagram-longer",
    (bench) => {
      const far = bench.neighbour.program();
      const { s, name } = far.boundDatagram();
      const program = bench.program();
      const sender = program.datagram();
      program.works(program.sendTo(sender, pattern(10), name));
      program.works(program.sendTo(sender, bytes("next"), name));
      const buf: Uint8Array = new Uint8Array(4);
      far.fails(far.ws2.recv(s, buf, 4, 0), WSAEMSGSIZE);
      sameList(buf, pattern(4), "the beginning of it");
      sameList(far.receive(s) ?? [], bytes("next"), "what is received next");
    },
  ],
  [
    "sendto/binds",
    (bench) => {
      const { name } = bench.neighbour.program().boundDatagram();
      const program = bench.program();
      const s = program.datagram();
      program.works(program.sendTo(s, bytes("x"), name));
      holds(program.portOf(s) > 0, "whether the socket has a port");
    },
  ],
  [
    "sendto/no-destination",
    (bench) => {
      const program = bench.program();
      equal(program.ws2.sendto(program.datagram(), bytes("x"), 1, 0, null, 0), -1, "sendto's answer");
      const code = program.ws2.WSAGetLastError();
      holds(code === WSAEDESTADDRREQ || code === WSAENOTCONN, "whether the error is one of the two");
    },
  ],
  [
    "recvfrom/from",
    (bench) => {
      const far = bench.neighbour.program();
      const { s, name } = far.boundDatagram();
      const program = bench.program();
      const sender = program.boundDatagram();
      program.works(program.sendTo(sender.s, bytes("x"), name));
      const from = room(40);
      far.works(far.ws2.recvfrom(s, new Uint8Array(4), 4, 0, from.name, from.length));
      equal(from.length.value, 16, "the length");
      sameList(from.name.subarray(0, 16), sender.name, "the sender");
    },
  ],
  [
    "recvfrom/from-short",
    (bench) => {
      const far = bench.neighbour.program();
      const { s, name } = far.boundDatagram();
      const program = bench.program();
      program.works(program.sendTo(program.datagram(), bytes("x"), name));
      const length = ref(15);
      far.fails(far.ws2.recvfrom(s, new Uint8Array(4), 4, 0, new Uint8Array(16), length), WSAEFAULT);
    },
  ],
  [
    "recvfrom/port-unreachable",
    (bench) => {
      bench.neighbour.program();
      const program = bench.program();
      const s = program.datagram();
      program.must(program.connect(s, sockaddr_in(bench.neighbour.reachableAt, 9)));
      program.works(program.send(s, bytes("x")));
      program.fails(program.ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null), WSAECONNRESET);
    },
    ["otherHosts"],
  ],
  [
    "recvfrom/port-unreachable-without-peer",
    (bench) => {
      const far = bench.neighbour.program().boundDatagram();
      const program = bench.program();
      const s = program.datagram();
      program.works(program.sendTo(s, bytes("x"), sockaddr_in(bench.neighbour.address, 9)));
      pass(program, 10);
      program.works(program.sendTo(s, bytes("x"), far.name), "the error of a send to another port");
      program.fails(program.ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null), WSAECONNRESET);
      unblock(program, s);
      program.fails(program.ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null), WSAEWOULDBLOCK, "the next error");
    },
  ],
  [
    "connect/discards-former-peer",
    (bench) => {
      const far = bench.neighbour.program();
      const [former, next] = [far.boundDatagram(), far.boundDatagram()];
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      unblock(program, s);
      program.works(program.connect(s, former.name));
      for (const text of ["one", "two"]) far.works(far.sendTo(former.s, bytes(text), name));
      pass(program, 10);
      program.works(program.connect(s, former.name));
      sameList(program.receive(s) ?? [], bytes("one"), "what is received after a connect to the same peer");
      program.works(program.connect(s, next.name));
      program.fails(program.ws2.recv(s, new Uint8Array(4), 4, 0), WSAEWOULDBLOCK, "the error with another peer");
    },
  ],
  [
    "sendto/no-port",
    (bench) => {
      const program = bench.program();
      const s = program.datagram();
      program.answers(program.sendTo(s, bytes("lost"), sockaddr_in("127.0.0.1", 0)), 4, "the bytes that count as sent");
      holds(program.portOf(s) !== 0, "the call binds its socket");
    },
  ],
  [
    "sendto/broadcast",
    (bench) => {
      const far = bench.neighbour.program();
      const receiver = far.datagram();
      far.bind(receiver, 4000);
      const program = bench.program();
      const s = program.datagram();
      const everybody = sockaddr_in("255.255.255.255", 4000);
      program.fails(program.sendTo(s, bytes("x"), everybody), WSAEACCES);
      program.must(program.ws2.setsockopt(s, SOL_SOCKET, SO_BROADCAST, DWORD(1), 4));
      program.works(program.sendTo(s, bytes("all"), everybody), "the error with SO_BROADCAST");
      sameList(far.receive(receiver) ?? [], bytes("all"), "what a neighbour receives");
    },
    ["option SO_BROADCAST", "otherHosts", "two addresses"],
  ],
  [
    "connect/broadcast",
    (bench) => {
      const far = bench.neighbour.program();
      const receiver = far.datagram();
      far.bind(receiver, 4000);
      const program = bench.program();
      const s = program.datagram();
      const everybody = sockaddr_in("255.255.255.255", 4000);
      program.works(program.connect(s, everybody), "connect's error");
      program.works(program.send(s, bytes("all")), "send's error");
      sameList(far.receive(receiver) ?? [], bytes("all"), "what a neighbour receives");
      const value = DWORD(1);
      program.must(program.ws2.getsockopt(s, SOL_SOCKET, SO_BROADCAST, value, ref(4)));
      equal(value[0], 0, "SO_BROADCAST");
      program.fails(program.sendTo(s, bytes("x"), everybody), WSAEACCES, "sendto's error");
    },
    ["option SO_BROADCAST", "otherHosts", "two addresses"],
  ],
  [
    "connect/broadcast-ce",
    (bench) => {
      const program = bench.program();
      const s = program.datagram();
      const everybody = sockaddr_in("255.255.255.255", 4000);
      program.fails(program.connect(s, everybody), WSAEACCES);
      program.must(program.ws2.setsockopt(s, SOL_SOCKET, SO_BROADCAST, DWORD(1), 4));
      program.works(program.connect(s, everybody), "the error with SO_BROADCAST");
    },
    ["option SO_BROADCAST", "otherHosts"],
  ],
];

/** Sends a datagram of `size` bytes by one of the calls that send. Returns 0 or the code. */
type SendDatagram = (program: Program, s: SOCKET, size: number, name: Uint8Array) => number;

const codeOf = ({ ws2 }: Program, result: number) => (result === SOCKET_ERROR ? ws2.WSAGetLastError() : 0);

const TOO_LONG: readonly (readonly [of: string | undefined, SendDatagram, ...needs: Need[]])[] = [
  [undefined, (program, s, size, name) => codeOf(program, program.sendTo(s, new Uint8Array(size), name))],
  [
    "a connected socket",
    (program, s, size, name) => {
      program.must(program.connect(s, name));
      return codeOf(program, program.send(s, new Uint8Array(size)));
    },
  ],
  [
    "overlapped",
    (program, s, size, name) => {
      const overlapped = newWSAOVERLAPPED();
      const buffers = [newWSABUF(new Uint8Array(size))];
      const result = program.ws2.WSASendTo(s, buffers, 1, null, 0, name, name.length, overlapped, null);
      const code = codeOf(program, result);
      return code === WSA_IO_PENDING ? outcomeOf(program, s, overlapped, true).code : code;
    },
    "overlapped",
  ],
];

/** Destinations that sendto refuses. */
const DESTINATIONS: readonly (readonly [Check["rule"], string, to: Uint8Array, tolen: number, code: number])[] = [
  ["sendto/name-short", "length 15", sockaddr_in("127.0.0.1", 80), 15, WSAEFAULT],
  ["sendto/name-short", "8 bytes", sockaddr_in("127.0.0.1", 80).slice(0, 8), 16, WSAEFAULT],
];

/** Datagrams, connected and not. */
export const DATAGRAM_CHECKS: readonly Check[] = [
  ...BODIES.map(([rule, run, needs = []]): Check => ({ rule, needs: ["IPv4 datagram", ...needs], run })),
  {
    rule: "recv/timeout",
    of: "a datagram socket",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const program = bench.program();
      const { s } = program.boundDatagram();
      program.works(program.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(300), 4));
      const before = bench.now();
      program.fails(program.ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null), WSAETIMEDOUT);
      bench.took(before, 300, "the milliseconds that the receive waited");
    },
  },
  ...TOO_LONG.map(
    ([of, send, ...needs]): Check => ({
      rule: "send/too-long",
      of,
      needs: ["IPv4 datagram", ...needs],
      run(bench) {
        const [far, program] = [bench.neighbour.program(), bench.program()];
        const { s, name } = far.boundDatagram();
        const sender = program.datagram();
        sameCode(send(program, sender, 65_508, name), WSAEMSGSIZE, "the send's error");
        program.works(program.sendTo(sender, bytes("next"), name), "the next send's error");
        sameList(far.receive(s) ?? [], bytes("next"), "what arrives first");
      },
    }),
  ),
  ...DESTINATIONS.map(
    ([rule, of, to, tolen, code]): Check => ({
      rule,
      of,
      needs: ["IPv4 datagram"],
      run(bench) {
        const program = bench.program();
        program.fails(program.ws2.sendto(program.datagram(), bytes("x"), 1, 0, to, tolen), code);
        equal(sockaddrPort(to), 80, "the port of the name that was given");
      },
    }),
  ),
];
