import {
  AF_INET,
  AF_INET6,
  DWORD,
  FIONREAD,
  IP_ADD_MEMBERSHIP,
  IP_DONTFRAGMENT,
  IP_DROP_MEMBERSHIP,
  IP_HDRINCL,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_PKTINFO,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  newWSAOVERLAPPED,
  type Ref,
  readDWORD,
  ref,
  SIO_ADDRESS_LIST_CHANGE,
  SO_BROADCAST,
  SO_BSP_STATE,
  SO_DEBUG,
  SO_DONTROUTE,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_OPENTYPE,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  TCP_NODELAY,
  WSA_IO_PENDING,
  WSAEACCES,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  type WSAEVENT,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { isSignalled, newEvent } from "../../bench/overlapping.js";
import { connectedPair, pass, unblock } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const bytesOf = (size: number): Uint8Array => new Uint8Array(size);

/** BOOL options, and the kind of socket that has each. */
const BOOLS: readonly (readonly [name: string, kind: "stream" | "datagram", level: number, optname: number])[] = [
  ["SO_DEBUG", "stream", SOL_SOCKET, SO_DEBUG],
  ["SO_REUSEADDR", "stream", SOL_SOCKET, SO_REUSEADDR],
  ["SO_EXCLUSIVEADDRUSE", "stream", SOL_SOCKET, SO_EXCLUSIVEADDRUSE],
  ["SO_KEEPALIVE", "stream", SOL_SOCKET, SO_KEEPALIVE],
  ["SO_OOBINLINE", "stream", SOL_SOCKET, SO_OOBINLINE],
  ["SO_DONTROUTE", "datagram", SOL_SOCKET, SO_DONTROUTE],
  ["SO_BROADCAST", "datagram", SOL_SOCKET, SO_BROADCAST],
  ["IP_DONTFRAGMENT", "datagram", IPPROTO_IP, IP_DONTFRAGMENT],
  ["IP_MULTICAST_LOOP", "datagram", IPPROTO_IP, IP_MULTICAST_LOOP],
  ["IP_PKTINFO", "datagram", IPPROTO_IP, IP_PKTINFO],
];

/** Reads an option into `size` bytes. Returns the result of the call and the length that it set. */
function read({ ws2 }: Program, s: SOCKET, level: number, option: number, size: number) {
  const length: Ref<number> = ref(size);
  const value = bytesOf(Math.max(size, 4));
  return { result: ws2.getsockopt(s, level, option, value, length), length: length.value, value };
}

const set = ({ ws2 }: Program, s: SOCKET, level: number, option: number, value: Uint8Array) =>
  ws2.setsockopt(s, level, option, value, value.length);

const reading: readonly Check[] = [
  {
    rule: "getsockopt/bool-in-one-byte",
    needs: [
      "IPv4 datagram",
      "IPv4 stream",
      "option SO_BROADCAST",
      "option SO_LINGER",
      "option SO_RCVBUF",
      "option SO_RCVTIMEO",
      "option SO_REUSEADDR",
    ],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      for (const option of [SO_BROADCAST, SO_REUSEADDR]) {
        const { result, length } = read(program, s, SOL_SOCKET, option, 1);
        program.answers(result, 0);
        equal(length, 1, "the length");
      }
      for (const option of [SO_LINGER, SO_RCVBUF, SO_RCVTIMEO]) {
        program.fails(read(program, program.stream(), SOL_SOCKET, option, 1).result, WSAEFAULT);
      }
    },
  },
  {
    rule: "getsockopt/bool-one-byte-answer",
    needs: ["IPv4 stream", "option SO_DONTROUTE", "option SO_KEEPALIVE", "option TCP_NODELAY"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const options = [
        [SOL_SOCKET, SO_KEEPALIVE],
        [SOL_SOCKET, SO_DONTROUTE],
        [IPPROTO_TCP, TCP_NODELAY],
      ];
      for (const [level, option] of options) {
        const { result, length } = read(program, s, level, option, 4);
        program.answers(result, 0);
        equal(length, 1, `the length of ${option}`);
      }
    },
  },
  {
    rule: "getsockopt/membership",
    needs: ["IPv4 datagram", "option IP_ADD_MEMBERSHIP", "option IP_DROP_MEMBERSHIP"],
    run(bench) {
      const program = bench.program();
      for (const option of [IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP]) {
        program.fails(read(program, program.datagram(), IPPROTO_IP, option, 8).result, WSAENOPROTOOPT);
      }
    },
  },
  {
    rule: "getsockopt/multicast-on-stream",
    needs: ["IPv4 stream", "option IP_MULTICAST_TTL"],
    run(bench) {
      const program = bench.program();
      program.fails(read(program, program.stream(), IPPROTO_IP, IP_MULTICAST_TTL, 4).result, WSAEINVAL);
    },
  },
  {
    rule: "getsockopt/SO_OPENTYPE",
    run(bench) {
      const program = bench.program();
      const nobody = 0x4444444 as SOCKET;
      program.works(set(program, nobody, SOL_SOCKET, SO_OPENTYPE, DWORD(0x20)));
      const { result, value } = read(program, nobody, SOL_SOCKET, SO_OPENTYPE, 4);
      program.answers(result, 0);
      equal(readDWORD(value), 0x20, "the value");
    },
  },
];

const setting: readonly Check[] = [
  {
    rule: "setsockopt/TCP_NODELAY-length",
    needs: ["IPv4 stream", "option TCP_NODELAY"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      for (const size of [1, 2, 4, 8]) {
        const value = bytesOf(size);
        value[0] = 1;
        program.works(set(program, s, IPPROTO_TCP, TCP_NODELAY, value));
        equal(read(program, s, IPPROTO_TCP, TCP_NODELAY, 1).value[0], 1, `the value set in ${size} bytes`);
        program.works(set(program, s, IPPROTO_TCP, TCP_NODELAY, bytesOf(size)));
      }
      program.fails(set(program, s, IPPROTO_TCP, TCP_NODELAY, bytesOf(0)), WSAEFAULT);
    },
  },
  {
    rule: "setsockopt/SO_ERROR",
    needs: ["IPv4 stream", "option SO_ERROR"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      program.works(set(program, s, SOL_SOCKET, SO_ERROR, DWORD(4711)));
      const { result, value } = read(program, s, SOL_SOCKET, SO_ERROR, 4);
      program.answers(result, 0);
      equal(readDWORD(value), 4711, "the value");
    },
  },
  {
    rule: "setsockopt/IP_HDRINCL",
    needs: ["IPv4 datagram", "IPv4 stream", "option IP_HDRINCL"],
    run(bench) {
      const program = bench.program();
      for (const s of [program.stream(), program.datagram()]) {
        program.fails(set(program, s, IPPROTO_IP, IP_HDRINCL, DWORD(1)), WSAEINVAL);
      }
    },
  },
  ...BOOLS.map(
    ([of, kind, level, optname]): Check => ({
      rule: "setsockopt/bool-reads-as-one",
      of,
      needs: [`IPv4 ${kind}`, `option ${of}`],
      run(bench) {
        const program = bench.program();
        const s = kind === "stream" ? program.stream() : program.datagram();
        for (const value of [0xdead, 2]) {
          program.works(set(program, s, level, optname, DWORD(value)));
          equal(dword(program, s, level, optname), 1, `the value that was set to ${value}`);
        }
      },
    }),
  ),
  {
    rule: "getsockopt/SO_BSP_STATE",
    needs: ["IPv4 stream", "option SO_BSP_STATE"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const value: Uint8Array = new Uint8Array(128);
      const length = ref(128);
      near.works(near.ws2.getsockopt(s, SOL_SOCKET, SO_BSP_STATE, value, length));
      equal(length.value, 128, "the length");
      const [own, peer] = [room(), room()];
      near.works(near.ws2.getsockname(s, own.name, own.length));
      near.works(near.ws2.getpeername(s, peer.name, peer.length));
      sameList(value.subarray(readDWORD(value), readDWORD(value) + 16), own.name.subarray(0, 16), "the own name");
      const at = readDWORD(value, 8);
      sameList(value.subarray(at, at + 16), peer.name.subarray(0, 16), "the peer's name");
      const short = near.ws2.getsockopt(s, SOL_SOCKET, SO_BSP_STATE, value, ref(55));
      near.fails(short, WSAEFAULT, "the error of too little room");
    },
  },
  {
    rule: "getsockopt/IP_DONTFRAGMENT",
    needs: ["IPv4 datagram", "IPv4 stream", "option IP_DONTFRAGMENT"],
    run(bench) {
      const program = bench.program();
      equal(dword(program, program.stream(), IPPROTO_IP, IP_DONTFRAGMENT), 1, "the value of a TCP socket");
      equal(dword(program, program.datagram(), IPPROTO_IP, IP_DONTFRAGMENT), 0, "the value of a UDP socket");
    },
  },
  {
    rule: "setsockopt/IPV6_V6ONLY-bound",
    needs: ["IPv4 stream", "option IPV6_V6ONLY"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      program.works(set(program, s, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0)), "the error before bind");
      program.bind(s);
      program.fails(set(program, s, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(1)), WSAEINVAL);
    },
  },
  {
    rule: "getsockopt/SO_ERROR-blocking",
    needs: ["IPv4 stream", "option SO_ERROR"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      program.fails(program.connect(s, sockaddr_in("127.0.0.1", 9)), WSAECONNREFUSED, "connect's error");
      equal(dword(program, s, SOL_SOCKET, SO_ERROR), 0, "SO_ERROR");
    },
  },
  {
    rule: "WSAIoctl/count-null",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      for (const code of [FIONREAD, 0xdeadbeef]) {
        const overlapped = newWSAOVERLAPPED();
        const result = program.ws2.WSAIoctl(s, code, null, 0, new Uint8Array(4), 4, null, overlapped, null);
        program.fails(result, WSAEFAULT);
      }
    },
  },
  {
    rule: "WSAIoctl/SIO_ADDRESS_LIST_CHANGE",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      program.bind(s);
      const overlapped = newWSAOVERLAPPED(newEvent(program));
      const change = (structure: WSAOVERLAPPED | null) =>
        program.ws2.WSAIoctl(s, SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, ref(0), structure, null);
      program.fails(change(overlapped), WSA_IO_PENDING);
      pass(program, 100);
      holds(!isSignalled(program, overlapped.hEvent as WSAEVENT), "whether the operation is pending");
      unblock(program, s);
      program.fails(change(null), WSAEWOULDBLOCK, "the error of a non-blocking socket");
      program.works(program.ws2.closesocket(s));
      holds(isSignalled(program, overlapped.hEvent as WSAEVENT), "whether closing the socket completes the operation");
    },
  },
];

/** A DWORD or BOOL option's value. */
function dword(program: Program, s: SOCKET, level: number, optname: number): number {
  const value: Uint8Array = new Uint8Array(4);
  program.works(program.ws2.getsockopt(s, level, optname, value, ref(4)));
  return readDWORD(value);
}

const binding: readonly Check[] = [
  {
    rule: "bind/exclusive",
    needs: ["IPv4 stream", "option SO_EXCLUSIVEADDRUSE", "option SO_REUSEADDR"],
    run(bench) {
      const program = bench.program();
      const first = program.stream();
      program.must(set(program, first, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, DWORD(1)));
      const port = bench.freePort();
      program.bind(first, port);
      const second = program.stream();
      program.must(set(program, second, SOL_SOCKET, SO_REUSEADDR, DWORD(1)));
      program.fails(program.ws2.bind(second, sockaddr_in("0.0.0.0", port), 16), WSAEACCES);
    },
  },
  {
    rule: "bind/mapped-clash",
    needs: ["IPv4 datagram", "IPv6 datagram", "option IPV6_V6ONLY"],
    run(bench) {
      const program = bench.program();
      const six = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      program.must(set(program, six, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0)));
      const port = bench.freePort();
      program.must(program.ws2.bind(six, sockaddr_in6("::ffff:127.0.0.1", port), 28));
      const four = program.must(program.ws2.socket(AF_INET, SOCK_DGRAM, 0));
      program.fails(program.ws2.bind(four, sockaddr_in("127.0.0.1", port), 16), WSAEADDRINUSE);
    },
  },
  {
    rule: "bind/scope",
    needs: ["IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      const name = sockaddr_in6("fe80::1", 4000);
      name[24] = 0xff;
      program.fails(program.ws2.bind(s, name, 28), WSAEADDRNOTAVAIL);
    },
  },
];

/** Options and names of the desktop's shipped provider. */
export const DESKTOP_OPTION_CHECKS: readonly Check[] = [...reading, ...setting, ...binding];
