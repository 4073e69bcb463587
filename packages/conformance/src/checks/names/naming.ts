import {
  AF_INET,
  AF_INET6,
  SD_BOTH,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  sockaddrText,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
} from "@ws2kit/spi";
import { connectedPair } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { connectedEnds, TRANSFER_KINDS } from "../../bench/transfer-calls.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const ANY = sockaddr_in("0.0.0.0", 0);

/** Names that bind refuses on a new IPv4 socket. */
const REFUSED: readonly (readonly [Check["rule"], string, name: Uint8Array | null, namelen: number, code: number])[] = [
  ["bind/name-short", "length 15", ANY, 15, WSAEFAULT],
  ["bind/name-short", "length 0", ANY, 0, WSAEFAULT],
  ["bind/name-short", "null", null, 16, WSAEFAULT],
  ["bind/name-short", "8 bytes", ANY.slice(0, 8), 16, WSAEFAULT],
  ["bind/not-available", "another host's", sockaddr_in("10.9.9.9", 0), 16, WSAEADDRNOTAVAIL],
  ["bind/other-family", "IPv6", sockaddr_in6("::", 0), 28, WSAEAFNOSUPPORT],
  ["bind/other-family-ce", "IPv6", sockaddr_in6("::", 0), 28, WSAEFAULT],
];

const refused: readonly Check[] = REFUSED.map(([rule, of, name, namelen, code]) => ({
  rule,
  of,
  needs: ["IPv4 datagram", "IPv4 stream"],
  run(bench) {
    const program = bench.program();
    for (const s of [program.stream(), program.datagram()]) {
      program.fails(program.ws2.bind(s, name, namelen), code);
      program.works(program.ws2.bind(s, ANY, 16), "bind's error with a valid name");
    }
  },
}));

type NameCall = "getsockname" | "getpeername";

/** Buffers and lengths that are too small for a name. The call must leave them unchanged. */
const SHORT: readonly (readonly [of: string, size: number, length: number])[] = [
  ["length 15", 16, 15],
  ["length 0", 16, 0],
  ["a buffer of 8", 8, 16],
];

const short: readonly Check[] = (["getsockname", "getpeername"] as const).flatMap((call: NameCall) =>
  SHORT.map(
    ([of, size, given]): Check => ({
      rule: `${call}/short`,
      of,
      needs: ["IPv4 stream"],
      run(bench) {
        const { near, s } = connectedPair(bench);
        const name: Uint8Array = new Uint8Array(size).fill(7);
        const length = { value: given };
        near.fails(near.ws2[call](s, name, length), WSAEFAULT);
        equal(length.value, given, "the length");
        sameList(name, new Uint8Array(size).fill(7), "the buffer");
      },
    }),
  ),
);

const nowhere: readonly Check[] = [
  {
    rule: "getpeername/short",
    of: "null",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      near.fails(near.ws2.getpeername(s, null, { value: 16 }), WSAEFAULT);
      near.fails(near.ws2.getpeername(s, new Uint8Array(16), null), WSAEFAULT);
    },
  },
  {
    rule: "getpeername/not-connected-first",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.getpeername(program.stream(), null, null), WSAENOTCONN);
    },
  },
];

const others: readonly Check[] = [
  {
    rule: "bind/names",
    needs: ["otherHosts", "IPv4"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const port = bench.freePort();
      program.works(program.ws2.bind(s, sockaddr_in(bench.machine.address, port), 16));
      const name = nameOf(program, s);
      equal(sockaddrHost(name), bench.machine.address, "the address");
      equal(sockaddrPort(name), port, "the port");
    },
  },
  {
    rule: "bind/names",
    of: "IPv6",
    needs: ["IPv6 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_STREAM, 0));
      program.works(program.ws2.bind(s, sockaddr_in6("::1", bench.freePort()), 28));
      const { name, length } = room(28);
      program.works(program.ws2.getsockname(s, name, length));
      equal(length.value, 28, "the length");
      equal(sockaddrHost(name), "::1", "the address");
    },
  },
  {
    rule: "bind/twice",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const port = bench.freePort();
      program.bind(s, port);
      program.fails(program.ws2.bind(s, sockaddr_in("0.0.0.0", port + 1), 16), WSAEINVAL);
      equal(program.portOf(s), port, "the socket's port afterwards");
    },
  },
  {
    rule: "bind/in-use",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const port = bench.freePort();
      program.bind(program.stream(), port);
      program.fails(program.ws2.bind(program.stream(), sockaddr_in("0.0.0.0", port), 16), WSAEADDRINUSE);
      program.works(program.ws2.bind(program.datagram(), sockaddr_in("0.0.0.0", port), 16), "UDP's bind to that port");
    },
  },
  {
    rule: "bind/port-zero",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const ports = [program.socket(), program.socket(), program.socket()].map((s) => program.bind(s));
      holds(
        ports.every((port) => port > 0),
        "whether the system chose a port each time",
      );
      equal(new Set(ports).size, 3, "different ports");
    },
  },
  {
    rule: "getsockname/unbound",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      for (const s of [program.stream(), program.datagram()]) {
        const { name, length } = room();
        name.fill(7);
        program.fails(program.ws2.getsockname(s, name, length), WSAEINVAL);
        sameList(name, new Uint8Array(16).fill(7), "the buffer");
      }
    },
  },
  {
    rule: "getsockname/bound",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const port = bench.freePort();
      program.bind(s, port, "127.0.0.1");
      const { name, length } = room(40);
      name.fill(7);
      program.works(program.ws2.getsockname(s, name, length));
      equal(length.value, 16, "the length");
      sameList(name.subarray(0, 16), sockaddr_in("127.0.0.1", port), "the name");
      equal(name[16], 7, "the byte behind the name");
    },
  },
  ...TRANSFER_KINDS.map(
    (kind): Check => ({
      rule: "getpeername/connected",
      of: `a ${kind}`,
      needs: [`IPv4 ${kind}`],
      run(bench) {
        const { program, s, peer } = connectedEnds(bench, kind);
        for (const [from, to] of [
          [s, peer],
          [peer, s],
        ]) {
          const { name, length } = room(40);
          name.fill(7);
          program.works(program.ws2.getpeername(from, name, length));
          equal(length.value, 16, "the length");
          sameList(name.subarray(0, 16), sockaddr_in(bench.machine.reachableAt, program.portOf(to)), "the name");
          equal(name[16], 7, "the byte behind the name");
        }
      },
    }),
  ),
  {
    rule: "getpeername/not-connected",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const { s } = program.listener();
      for (const each of [program.stream(), program.datagram(), s]) {
        const { name, length } = room();
        program.fails(program.ws2.getpeername(each, name, length), WSAENOTCONN);
      }
    },
  },
  {
    rule: "getpeername/sendto-gives-no-peer",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { name } = bench.neighbour.program().boundDatagram();
      const s = program.datagram();
      program.works(program.sendTo(s, new Uint8Array(1), name), "sendto's error");
      const found = room();
      program.fails(program.ws2.getpeername(s, found.name, found.length), WSAENOTCONN);
    },
  },
  {
    rule: "getpeername/outlives-connection",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const ends = [
        [near, s],
        [far, peer],
      ] as const;
      const before = ends.map(([program, end]) => peerOf(program, end));
      for (const [program, end] of ends) program.works(program.ws2.shutdown(end, SD_BOTH), "shutdown's error");
      ends.forEach(([program, end], i) => {
        equal(peerOf(program, end), before[i], "the peer's name after the shutdown");
      });
    },
  },
];

function peerOf(program: Program, s: SOCKET): string {
  const { name, length } = room();
  program.works(program.ws2.getpeername(s, name, length), "getpeername's error");
  return sockaddrText(name);
}

function nameOf(program: Program, s: SOCKET): Uint8Array {
  const { name, length } = room();
  program.works(program.ws2.getsockname(s, name, length));
  equal(name[0], AF_INET, "the family");
  return name;
}

/** bind, getsockname and getpeername. */
export const NAMING_CHECKS: readonly Check[] = [...refused, ...short, ...nowhere, ...others];
