import {
  AF_INET6,
  AF_UNSPEC,
  fd_set,
  MAKEWORD,
  newWSADATA,
  readDWORD,
  ref,
  SO_ERROR,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEALREADY,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes, connectedPair, unblock } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NOBODY = (bench: Bench) => sockaddr_in(bench.neighbour.reachableAt, 9);

/** Names that connect refuses on a new stream. */
const REFUSED: readonly (readonly [Check["rule"], string, name: Uint8Array | null, namelen: number, code: number])[] = [
  ["connect/other-family", "IPv6", sockaddr_in6("::1", 80), 28, WSAEAFNOSUPPORT],
  ["connect/name-short", "length 15", sockaddr_in("127.0.0.1", 80), 15, WSAEFAULT],
  ["connect/name-short", "length 0", sockaddr_in("127.0.0.1", 80), 0, WSAEFAULT],
  ["connect/name-short", "null", null, 16, WSAEFAULT],
  ["connect/null-address", "stream", sockaddr_in("0.0.0.0", 80), 16, WSAEADDRNOTAVAIL],
];

const refused: readonly Check[] = REFUSED.map(([rule, of, name, namelen, code]) => ({
  rule,
  of,
  needs: ["IPv4 stream"],
  run(bench) {
    const program = bench.program();
    program.fails(program.ws2.connect(program.stream(), name, namelen), code);
  },
}));

const streams: readonly Check[] = [
  {
    rule: "connect/null-address",
    of: "IPv6",
    needs: ["IPv6 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_STREAM, 0));
      program.fails(program.ws2.connect(s, sockaddr_in6("::", 80), 28), WSAEADDRNOTAVAIL);
      program.fails(program.ws2.connect(s, sockaddr_in6("::1", 80), 27), WSAEFAULT, "the error of 27 bytes");
    },
  },
  ...(["connect/stream", "WSPSocket/stream/made-by-connect"] as const).map(
    (rule): Check => ({
      rule,
      needs: ["IPv4 stream"],
      run(bench) {
        const listener = bench.neighbour.program().listener();
        const program = bench.program();
        const s = program.stream();
        program.works(program.connect(s, listener.name));
        const peer = room();
        program.works(program.ws2.getpeername(s, peer.name, peer.length));
        sameList(peer.name, listener.name, "the peer's name");
      },
    }),
  ),
  {
    rule: "connect/binds",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const own = room();
      near.works(near.ws2.getsockname(s, own.name, own.length));
      holds(sockaddrPort(own.name) > 0, "whether there is a local port");
      equal(sockaddrHost(own.name), bench.machine.reachableAt, "the local address");
      const seen = room();
      far.works(far.ws2.getpeername(peer, seen.name, seen.length));
      sameList(seen.name, own.name, "the name that the peer sees");
    },
  },
  {
    rule: "connect/refused",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      program.fails(program.connect(program.stream(), NOBODY(bench)), WSAECONNREFUSED);
    },
  },
  {
    rule: "connect/timed-out",
    needs: ["otherHosts", "IPv4 stream", "network control"],
    run(bench) {
      const { name } = bench.neighbour.program().listener();
      const program = bench.program();
      bench.network.link("alpha", "beta", { path: "silent" });
      program.fails(program.connect(program.stream(), name), WSAETIMEDOUT);
      holds(bench.now() > 1000, "whether connect waited for the peer's answer");
    },
  },
  {
    rule: "connect/already-connected",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      near.fails(near.connect(s, NOBODY(bench)), WSAEISCONN);
      far.fails(far.connect(peer, NOBODY(bench)), WSAEISCONN, "the error of a socket that accept returned");
    },
  },
  {
    rule: "connect/listening",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      program.fails(program.connect(program.listener().s, NOBODY(bench)), WSAEINVAL);
    },
  },
  {
    rule: "connect/non-blocking",
    needs: ["otherHosts", "IPv4 stream"],
    run(bench) {
      const { name } = bench.neighbour.program().listener();
      const program = bench.program();
      const s = program.stream();
      unblock(program, s);
      program.fails(program.connect(s, name), WSAEWOULDBLOCK);
      const peer = room();
      program.answers(program.ws2.select(0, null, fd_set(s), null, null), 1);
      program.works(program.ws2.getpeername(s, peer.name, peer.length), "getpeername's error after that");
    },
  },
  {
    rule: "connect/under-way",
    needs: ["otherHosts", "IPv4 stream", "delay on the wire"],
    run(bench) {
      const { name } = bench.neighbour.program().listener();
      const program = bench.program();
      const s = program.stream();
      unblock(program, s);
      program.fails(program.connect(s, name), WSAEWOULDBLOCK);
      program.fails(program.connect(s, name), WSAEALREADY);
      // from here on the process has negotiated version 1.1
      equal(program.ws2.WSAStartup(MAKEWORD(1, 1), newWSADATA()), 0, "the result of WSAStartup");
      program.fails(program.connect(s, name), WSAEINVAL, "to a client of 1.1");
    },
  },
  {
    rule: "select/connect-failed",
    needs: ["otherHosts", "IPv4 stream", "option SO_ERROR"],
    run(bench) {
      const program = bench.program();
      bench.neighbour.program();
      const s = program.stream();
      unblock(program, s);
      program.fails(program.connect(s, NOBODY(bench)), WSAEWOULDBLOCK);
      const [writable, failed] = [fd_set(s), fd_set(s)];
      program.answers(program.ws2.select(0, null, writable, failed, null), 1);
      equal(writable.fd_count, 0, "sockets in the set of writers");
      equal(failed.fd_count, 1, "sockets in the set of exceptions");
      const value: Uint8Array = new Uint8Array(4);
      program.works(program.ws2.getsockopt(s, SOL_SOCKET, SO_ERROR, value, ref(4)));
      equal(readDWORD(value), WSAECONNREFUSED, "SO_ERROR");
    },
  },
];

const datagrams: readonly Check[] = [
  {
    rule: "connect/datagram/again",
    needs: ["IPv4 datagram"],
    run(bench) {
      const far = bench.neighbour.program();
      const [first, second] = [far.boundDatagram(), far.boundDatagram()];
      const program = bench.program();
      const s = program.datagram();
      program.works(program.connect(s, first.name));
      program.works(program.connect(s, second.name), "the second connect");
      program.works(program.send(s, bytes("hello")));
      equal(far.receive(second.s)?.length, 5, "bytes at the second peer");
      const peer = room();
      program.works(program.ws2.getpeername(s, peer.name, peer.length));
      sameList(peer.name, second.name, "the peer");
    },
  },
  ...(["AF_UNSPEC", "zeros"] as const).map(
    (of): Check => ({
      rule: "connect/datagram/dissolve",
      of,
      needs: ["IPv4 datagram"],
      run(bench) {
        const far = bench.neighbour.program().boundDatagram();
        const program = bench.program();
        const s = program.datagram();
        program.works(program.connect(s, far.name));
        const nobody = sockaddr_in("0.0.0.0", 0);
        if (of === "AF_UNSPEC") nobody[0] = AF_UNSPEC;
        program.works(program.connect(s, nobody), "the dissolving connect");
        program.fails(program.send(s, bytes("x")), WSAENOTCONN, "send's error");
        const peer = room();
        program.fails(program.ws2.getpeername(s, peer.name, peer.length), WSAENOTCONN, "getpeername's error");
      },
    }),
  ),
];

/** More connections than any backlog of these checks holds. */
const MOST_CONNECTIONS = 32;

/**
 * The number of connections that a listener's queue holds while the program accepts none. If the queue is full, a
 * system refuses a connect or tries it again later.
 */
function queueSize(program: Program, { name }: { readonly name: Uint8Array }): number {
  for (let i = 0; i < MOST_CONNECTIONS; i++) {
    const s = program.stream();
    unblock(program, s);
    program.fails(program.connect(s, name), WSAEWOULDBLOCK, "connect's error");
    if (program.ws2.select(0, null, fd_set(s), null, { tv_sec: 0, tv_usec: 100_000 }) !== 1) return i;
  }
  return MOST_CONNECTIONS;
}

const listening: readonly Check[] = [
  {
    rule: "listen/unbound",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      for (const backlog of [0, 5, -1]) program.fails(program.ws2.listen(program.stream(), backlog), WSAEINVAL);
    },
  },
  {
    rule: "listen/connected",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      near.fails(near.ws2.listen(s, 5), WSAEISCONN);
      far.fails(far.ws2.listen(peer, 5), WSAEISCONN, "the error of a socket that accept returned");
    },
  },
  {
    rule: "listen/connectionless",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.listen(program.boundDatagram().s, 5), WSAEOPNOTSUPP);
    },
  },
  {
    rule: "listen/again",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      for (const [first, second] of [
        [1, 9],
        [9, 1],
      ]) {
        const expected = queueSize(program, program.listener(second));
        const listener = program.listener(first);
        program.works(program.ws2.listen(listener.s, second));
        equal(queueSize(program, listener), expected, `connections that fit once ${second} follows ${first}`);
      }
    },
  },
];

/** connect and listen. */
export const CONNECTING_CHECKS: readonly Check[] = [...refused, ...streams, ...datagrams, ...listening];
