import {
  DWORD,
  encodeProtocolInfo,
  FIONBIO,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  readDWORD,
  ref,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_CONDITIONAL_ACCEPT,
  SO_DONTLINGER,
  SO_DONTROUTE,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_PROTOCOL_INFOW,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_SNDTIMEO,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import { connectedPair, pass, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, NotArranged, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

function get(program: Program, s: SOCKET, optname: number, level = SOL_SOCKET): number {
  const value: Uint8Array = new Uint8Array(4);
  program.works(program.ws2.getsockopt(s, level, optname, value, ref(4)));
  return readDWORD(value);
}

function set(program: Program, s: SOCKET, optname: number, value: number, level = SOL_SOCKET): number {
  return program.ws2.setsockopt(s, level, optname, DWORD(value), 4);
}

/** BOOL options, and their values on a new stream. */
const DEFAULTS: readonly (readonly [of: string, optname: number, value: number])[] = [
  ["SO_ACCEPTCONN", SO_ACCEPTCONN, 0],
  ["SO_DONTLINGER", SO_DONTLINGER, 1],
  ["SO_DONTROUTE", SO_DONTROUTE, 0],
  ["SO_KEEPALIVE", SO_KEEPALIVE, 0],
  ["SO_OOBINLINE", SO_OOBINLINE, 0],
  ["SO_REUSEADDR", SO_REUSEADDR, 0],
];

const READ_BACK: readonly (readonly [of: string, optname: number])[] = [
  ["SO_SNDBUF", SO_SNDBUF],
  ["SO_RCVBUF", SO_RCVBUF],
  ["SO_SNDTIMEO", SO_SNDTIMEO],
  ["SO_RCVTIMEO", SO_RCVTIMEO],
];

const rows: readonly Check[] = [
  ...DEFAULTS.map(
    ([of, optname, expected]): Check => ({
      rule: "option/defaults",
      of,
      needs: ["IPv4 stream", `option ${of}`],
      run(bench) {
        const program = bench.program();
        equal(get(program, program.stream(), optname) & 0xff, expected, of);
      },
    }),
  ),
  ...READ_BACK.map(
    ([of, optname]): Check => ({
      rule: "setsockopt/read-back",
      of,
      needs: [`option ${of}`],
      run(bench) {
        const program = bench.program();
        const s = program.socket();
        program.works(set(program, s, optname, 5000));
        equal(get(program, s, optname), 5000, of);
      },
    }),
  ),
];

/** Options whose value is not a BOOL, and the length of the value: a shorter buffer fails. */
const WHOLE: readonly (readonly [name: string, optname: number, size: number])[] = [
  ["SO_LINGER", SO_LINGER, 4],
  ["SO_PROTOCOL_INFOW", SO_PROTOCOL_INFOW, WSAPROTOCOL_INFOW_SIZE],
  ["SO_RCVBUF", SO_RCVBUF, 4],
  ["SO_RCVTIMEO", SO_RCVTIMEO, 4],
  ["SO_SNDBUF", SO_SNDBUF, 4],
  ["SO_SNDTIMEO", SO_SNDTIMEO, 4],
];

const others: readonly Check[] = [
  {
    rule: "option/unknown-option",
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      program.fails(program.ws2.getsockopt(s, SOL_SOCKET, 0x7777, new Uint8Array(4), ref(4)), WSAENOPROTOOPT);
      program.fails(set(program, s, 0x7777, 1), WSAENOPROTOOPT, "setsockopt's error");
    },
  },
  {
    rule: "option/unknown-level",
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      program.fails(program.ws2.getsockopt(s, 0xdead, SO_TYPE, new Uint8Array(4), ref(4)), WSAEINVAL);
      program.fails(set(program, s, SO_KEEPALIVE, 1, 0xdead), WSAEINVAL, "setsockopt's error");
    },
  },
  {
    rule: "getsockopt/short",
    needs: ["option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      program.fails(
        program.ws2.getsockopt(program.socket(), SOL_SOCKET, SO_TYPE, new Uint8Array(4), ref(3)),
        WSAEFAULT,
      );
    },
  },
  ...WHOLE.map(
    ([name, optname, size]): Check => ({
      rule: "getsockopt/short",
      of: name,
      needs: name === "SO_LINGER" ? ["IPv4 stream", `option ${name}`] : [`option ${name}`],
      run(bench) {
        const program = bench.program();
        const s = name === "SO_LINGER" ? program.stream() : program.socket();
        for (const length of [0, 1, 2, size - 1]) {
          const value = new Uint8Array(size);
          const result = program.ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(length));
          program.fails(result, WSAEFAULT, `the error with room for ${length} bytes`);
        }
      },
    }),
  ),
  {
    rule: "getsockopt/null",
    needs: ["option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      program.fails(program.ws2.getsockopt(s, SOL_SOCKET, SO_TYPE, null, ref(4)), WSAEFAULT, "a null value's error");
      program.fails(program.ws2.getsockopt(s, SOL_SOCKET, SO_TYPE, new Uint8Array(4), null), WSAEFAULT);
    },
  },
  {
    rule: "setsockopt/null",
    needs: ["option SO_KEEPALIVE"],
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.setsockopt(program.socket(), SOL_SOCKET, SO_KEEPALIVE, null, 4), WSAEFAULT);
    },
  },
  {
    rule: "getsockopt/SO_TYPE",
    needs: ["IPv4 datagram", "IPv4 stream", "option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      equal(get(program, program.stream(), SO_TYPE), SOCK_STREAM, "a stream's SO_TYPE");
      equal(get(program, program.datagram(), SO_TYPE), SOCK_DGRAM, "a datagram socket's SO_TYPE");
    },
  },
  {
    rule: "getsockopt/SO_ERROR",
    needs: ["IPv4 stream", "option SO_ERROR"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      equal(get(near, s, SO_ERROR), 0, "SO_ERROR of a connection without errors");
      const refused = near.stream();
      unblock(near, refused);
      near.fails(near.connect(refused, sockaddr_in("127.0.0.1", 9)), WSAEWOULDBLOCK, "connect's error");
      pass(near, 10);
      equal(get(near, refused, SO_ERROR), WSAECONNREFUSED, "SO_ERROR of a connection that was refused");
    },
  },
  {
    rule: "getsockopt/SO_ACCEPTCONN",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN"],
    run(bench) {
      const program = bench.program();
      const { s } = program.listener();
      equal(get(program, s, SO_ACCEPTCONN) & 0xff, 1, "SO_ACCEPTCONN of a listener");
      program.fails(set(program, s, SO_ACCEPTCONN, 0), WSAENOPROTOOPT, "setsockopt's error");
    },
  },
  {
    rule: "getsockopt/SO_PROTOCOL_INFO",
    needs: ["IPv4 datagram", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const program = bench.program();
      const value: Uint8Array = new Uint8Array(628);
      const length = ref(628);
      const entry = bench.machine.machine.catalog.entries.find((each) => each.iSocketType === SOCK_DGRAM);
      program.works(program.ws2.getsockopt(program.datagram(), SOL_SOCKET, SO_PROTOCOL_INFOW, value, length));
      equal(length.value, 628, "the length");
      if (entry === undefined) throw new NotArranged("the catalog has no entry for datagrams");
      const expected: Uint8Array = new Uint8Array(628);
      encodeProtocolInfo(entry, expected);
      sameList(value, expected, "the entry");
    },
  },
  {
    rule: "setsockopt/reuse-and-exclusive",
    needs: ["IPv4 stream", "option SO_EXCLUSIVEADDRUSE", "option SO_REUSEADDR"],
    run(bench) {
      const program = bench.program();
      const [a, b] = [program.stream(), program.stream()];
      program.works(set(program, a, SO_REUSEADDR, 1));
      program.fails(set(program, a, SO_EXCLUSIVEADDRUSE, 1), WSAEINVAL);
      program.works(set(program, b, SO_EXCLUSIVEADDRUSE, 1));
      program.fails(set(program, b, SO_REUSEADDR, 1), WSAEINVAL);
    },
  },
  {
    rule: "setsockopt/IP_MULTICAST_LOOP-ce",
    needs: ["IPv4 datagram", "option IP_MULTICAST_LOOP"],
    run(bench) {
      const program = bench.program();
      program.fails(set(program, program.datagram(), IP_MULTICAST_LOOP, 0, IPPROTO_IP), WSAENOPROTOOPT);
    },
  },
  {
    rule: "setsockopt/conditional-accept-ce",
    needs: ["IPv4 stream", "option SO_CONDITIONAL_ACCEPT"],
    run(bench) {
      const program = bench.program();
      program.works(set(program, program.stream(), SO_CONDITIONAL_ACCEPT, 1), "the error before listen");
      program.fails(set(program, program.listener().s, SO_CONDITIONAL_ACCEPT, 1), WSAEINVAL, "the error after listen");
    },
  },
  {
    rule: "ioctlsocket/FIONBIO",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const program = bench.program();
      const { s } = program.boundDatagram();
      const recv = () => program.ws2.recv(s, new Uint8Array(4), 4, 0);
      program.works(program.ws2.ioctlsocket(s, FIONBIO, ref(1)));
      program.fails(recv(), WSAEWOULDBLOCK, "recv's error on a non-blocking socket");
      program.works(program.ws2.ioctlsocket(s, FIONBIO, ref(0)));
      program.must(set(program, s, SO_RCVTIMEO, 50));
      const before = bench.now();
      equal(recv(), -1, "recv's answer on a blocking socket");
      holds(bench.now() > before, "whether it waited");
    },
  },
  {
    rule: "ioctlsocket/null",
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.ioctlsocket(program.socket(), FIONBIO, null as never), WSAEFAULT);
      program.fails(
        program.ws2.ioctlsocket(program.socket(), FIONBIO, ref("1") as never),
        WSAEFAULT,
        "the error of text",
      );
    },
  },
  {
    rule: "ioctlsocket/unknown",
    run(bench) {
      const program = bench.program();
      equal(program.ws2.ioctlsocket(program.socket(), 0x40047777, ref(0)), -1, "the result");
      const code = program.ws2.WSAGetLastError();
      holds(code === WSAEOPNOTSUPP || code === WSAEINVAL, "whether the error is one of the two");
    },
  },
  {
    rule: "option/defaults",
    of: "SO_BROADCAST",
    needs: ["IPv4 datagram", "option SO_BROADCAST"],
    run(bench) {
      const program = bench.program();
      equal(get(program, program.datagram(), SO_BROADCAST) & 0xff, 0, "SO_BROADCAST");
    },
  },
];

/** getsockopt, setsockopt and ioctlsocket. */
export const OPTION_CHECKS: readonly Check[] = [...rows, ...others];
