import {
  AF_INET,
  AF_INET6,
  DWORD,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_HDRINCL,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  type Ref,
  readDWORD,
  ref,
  SO_BROADCAST,
  SO_DONTROUTE,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_KEEPALIVE,
  SO_LINGER,
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
  WSAEACCES,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import type { Check } from "../check.js";
import { equal } from "../finding.js";
import type { Program } from "../program.js";

const bytesOf = (size: number): Uint8Array => new Uint8Array(size);

/** Reads an option into `size` bytes: what the call answered, and the length that it gave. */
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
    run(bench) {
      const program = bench.program();
      for (const option of [IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP]) {
        program.fails(read(program, program.datagram(), IPPROTO_IP, option, 8).result, WSAENOPROTOOPT);
      }
    },
  },
  {
    rule: "getsockopt/multicast-on-stream",
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
    run(bench) {
      const program = bench.program();
      for (const s of [program.stream(), program.datagram()]) {
        program.fails(set(program, s, IPPROTO_IP, IP_HDRINCL, DWORD(1)), WSAEINVAL);
      }
    },
  },
];

const binding: readonly Check[] = [
  {
    rule: "bind/exclusive",
    run(bench) {
      const program = bench.program();
      const first = program.stream();
      program.must(set(program, first, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, DWORD(1)));
      program.bind(first, 4000);
      const second = program.stream();
      program.must(set(program, second, SOL_SOCKET, SO_REUSEADDR, DWORD(1)));
      program.fails(program.ws2.bind(second, sockaddr_in("0.0.0.0", 4000), 16), WSAEACCES);
    },
  },
  {
    rule: "bind/mapped-clash",
    run(bench) {
      const program = bench.program();
      const six = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      program.must(set(program, six, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0)));
      program.must(program.ws2.bind(six, sockaddr_in6("::ffff:127.0.0.1", 4000), 28));
      const four = program.must(program.ws2.socket(AF_INET, SOCK_DGRAM, 0));
      program.fails(program.ws2.bind(four, sockaddr_in("127.0.0.1", 4000), 16), WSAEADDRINUSE);
    },
  },
  {
    rule: "bind/scope",
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      const name = sockaddr_in6("fe80::1", 4000);
      name[24] = 0xff;
      program.fails(program.ws2.bind(s, name, 28), WSAEADDRNOTAVAIL);
    },
  },
];

/** Options and names, as the desktop's own provider has them. */
export const DESKTOP_OPTION_CHECKS: readonly Check[] = [...reading, ...setting, ...binding];
