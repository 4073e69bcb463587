import {
  AF_INET6,
  DWORD,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_OPTIONS,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_ADD_MEMBERSHIP,
  IPV6_DROP_MEMBERSHIP,
  readDWORD,
  ref,
  SO_CONNECT_TIME,
  SO_PROTOCOL_INFOA,
  SO_PROTOCOL_INFOW,
  SO_RCVTIMEO,
  SO_TYPE,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  TCP_KEEPALIVE,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAPROTOCOL_INFOA_SIZE,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import { connectedPair, pass } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Reads an option into `size` bytes: the code, the length that the call set, and the bytes. */
function get({ ws2 }: Program, s: SOCKET, level: number, optname: number, size: number) {
  const [value, length] = [new Uint8Array(size).fill(7), ref(size)];
  const code = ws2.getsockopt(s, level, optname, value, length) === 0 ? 0 : ws2.WSAGetLastError();
  return { code, length: length.value, value };
}

/** Sets an option: 0 or the code. */
function set({ ws2 }: Program, s: SOCKET, level: number, optname: number, value: Uint8Array): number {
  return ws2.setsockopt(s, level, optname, value, value.length) === 0 ? 0 : ws2.WSAGetLastError();
}

/** The four bytes of an IPv4 address. */
const octets = (host: string): Uint8Array => sockaddr_in(host, 0).slice(4, 8);
/** The structures of a membership: the group, then the interface, any. */
const IP_MREQ = new Uint8Array([...octets("239.1.2.3"), 0, 0, 0, 0]);
const IPV6_MREQ = new Uint8Array([...sockaddr_in6("ff02::1234", 0).slice(8, 24), 0, 0, 0, 0]);

/** The bytes of an entry before szProtocol. */
const BEFORE_NAME = 116;

/** Options whose value is not a single number, and those that are read-only or have a range. */
export const BYTE_OPTION_CHECKS: readonly Check[] = [
  {
    rule: "getsockopt/SO_PROTOCOL_INFO",
    of: "too little room",
    needs: ["IPv4 datagram", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const short = get(program, s, SOL_SOCKET, SO_PROTOCOL_INFOW, WSAPROTOCOL_INFOW_SIZE - 1);
      sameCode(short.code, WSAEFAULT, "the error of a byte too few");
      equal(short.length, WSAPROTOCOL_INFOW_SIZE, "the length that it needs");
      const { code, length, value } = get(program, s, SOL_SOCKET, SO_PROTOCOL_INFOW, WSAPROTOCOL_INFOW_SIZE + 4);
      sameCode(code, 0, "the error with room left");
      equal(length, WSAPROTOCOL_INFOW_SIZE + 4, "the length, which does not change");
      equal(value[WSAPROTOCOL_INFOW_SIZE], 7, "the byte behind the entry");
    },
  },
  {
    rule: "getsockopt/SO_PROTOCOL_INFOA",
    needs: ["IPv4 datagram", "option SO_PROTOCOL_INFOA", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const short = get(program, s, SOL_SOCKET, SO_PROTOCOL_INFOA, WSAPROTOCOL_INFOA_SIZE - 1);
      sameCode(short.code, WSAEFAULT, "the error of a byte too few");
      equal(short.length, WSAPROTOCOL_INFOA_SIZE, "the length that it needs");
      const { code, value } = get(program, s, SOL_SOCKET, SO_PROTOCOL_INFOA, WSAPROTOCOL_INFOA_SIZE);
      sameCode(code, 0, "the error with room");
      const wide = get(program, s, SOL_SOCKET, SO_PROTOCOL_INFOW, WSAPROTOCOL_INFOW_SIZE).value;
      sameList(value.subarray(0, BEFORE_NAME), wide.subarray(0, BEFORE_NAME), "the members before szProtocol");
      const name = wide.subarray(BEFORE_NAME).filter((_, i) => i % 2 === 0);
      sameList(value.subarray(BEFORE_NAME), name, "szProtocol, a byte for each character");
    },
  },
  {
    rule: "setsockopt/IP_OPTIONS",
    needs: ["IPv4 datagram", "option IP_OPTIONS"],
    run(bench) {
      const program = bench.program();
      const [s, other] = [program.datagram(), program.datagram()];
      const read = (size: number) => get(program, s, IPPROTO_IP, IP_OPTIONS, size);
      equal(read(8).length, 0, "the bytes at first");
      sameCode(set(program, s, IPPROTO_IP, IP_OPTIONS, new Uint8Array([1, 2, 3, 4, 5])), 0, "the error of 5 bytes");
      equal(read(40).length, 8, "the bytes, a multiple of 4");
      sameList(read(40).value.subarray(0, 9), [1, 2, 3, 4, 5, 0, 0, 0, 7], "the options");
      equal(read(2).length, 2, "the bytes that fit into 2");
      sameList(read(2).value, [1, 2], "the options that fit");
      equal(get(program, other, IPPROTO_IP, IP_OPTIONS, 8).length, 0, "the bytes of another socket");
      sameCode(set(program, s, IPPROTO_IP, IP_OPTIONS, new Uint8Array(40)), 0, "the error of 40 bytes");
      sameCode(set(program, s, IPPROTO_IP, IP_OPTIONS, new Uint8Array(41)), WSAEINVAL, "the error of 41 bytes");
      equal(read(64).length, 40, "the bytes after that");
      sameCode(set(program, s, IPPROTO_IP, IP_OPTIONS, new Uint8Array(0)), 0, "the error of no bytes");
      equal(read(8).length, 0, "the bytes after that");
    },
  },
  ...(
    [
      ["IPv4", IPPROTO_IP, IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_MREQ],
      ["IPv6", IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, IPV6_DROP_MEMBERSHIP, IPV6_MREQ],
    ] as const
  ).map(
    ([family, level, add, drop, mreq]): Check => ({
      rule: "setsockopt/membership",
      of: family,
      needs: [
        `${family} datagram`,
        `${family} stream`,
        `option ${family === "IPv4" ? "IP" : "IPV6"}_ADD_MEMBERSHIP`,
        `option ${family === "IPv4" ? "IP" : "IPV6"}_DROP_MEMBERSHIP`,
      ],
      run(bench) {
        const program = bench.program();
        const af = family === "IPv4" ? 2 : AF_INET6;
        const s = program.must(program.ws2.socket(af, SOCK_DGRAM, 0));
        sameCode(set(program, s, level, drop, mreq), WSAEINVAL, "the error of leaving a group that it has not joined");
        const short = mreq.subarray(0, mreq.length - 1);
        sameCode(set(program, s, level, add, short), WSAEINVAL, "the error of a byte too few");
        sameCode(set(program, s, level, add, mreq), 0, "the error of joining");
        sameCode(set(program, s, level, drop, mreq), 0, "the error of leaving");
        sameCode(set(program, s, level, drop, mreq), WSAEINVAL, "the error of leaving again");
        program.fails(program.ws2.setsockopt(s, level, add, mreq, -1), WSAEFAULT, "the error of a length below 0");
        const stream = program.must(program.ws2.socket(af, 1, 0));
        sameCode(set(program, stream, level, add, mreq), WSAEINVAL, "the error of a stream");
      },
    }),
  ),
  {
    rule: "setsockopt/IP_MULTICAST_IF",
    needs: ["IPv4 datagram", "IPv4 stream", "otherHosts", "option IP_MULTICAST_IF"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const own = octets(bench.machine.address);
      const read = (size: number) => get(program, s, IPPROTO_IP, IP_MULTICAST_IF, size);
      sameList(read(4).value, [0, 0, 0, 0], "the interface at first");
      sameCode(set(program, s, IPPROTO_IP, IP_MULTICAST_IF, own), 0, "the error of an own address");
      sameList(read(4).value, own, "the interface");
      const long = read(8);
      equal(long.length, 4, "the length with room for 8 bytes");
      sameList(long.value.subarray(4), [7, 7, 7, 7], "the bytes behind");
      const short = read(2);
      equal(short.length, 2, "the length with room for 2 bytes");
      sameList(short.value, own.subarray(0, 2), "the beginning of the address");
      sameCode(set(program, s, IPPROTO_IP, IP_MULTICAST_IF, DWORD(0)), 0, "the error of any interface");
      const mreq = new Uint8Array([...octets("239.1.2.3"), ...own]);
      sameCode(set(program, s, IPPROTO_IP, IP_MULTICAST_IF, mreq), 0, "the error of an IP_MREQ");
      sameList(read(4).value, own, "the interface of the IP_MREQ");
      sameCode(set(program, s, IPPROTO_IP, IP_MULTICAST_IF, own.subarray(0, 3)), WSAEINVAL, "the error of 3 bytes");
      sameCode(
        set(program, s, IPPROTO_IP, IP_MULTICAST_IF, octets("10.99.99.99")),
        WSAEINVAL,
        "the error of an address that the machine does not have",
      );
      const stream = program.stream();
      sameCode(set(program, stream, IPPROTO_IP, IP_MULTICAST_IF, own), WSAEINVAL, "the error of a stream");
      sameCode(get(program, stream, IPPROTO_IP, IP_MULTICAST_IF, 4).code, WSAEINVAL, "the error of reading a stream's");
    },
  },
  {
    rule: "getsockopt/SO_CONNECT_TIME",
    needs: ["IPv4 stream", "virtual time", "option SO_CONNECT_TIME"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const seconds = (socket: SOCKET) => readDWORD(get(near, socket, SOL_SOCKET, SO_CONNECT_TIME, 4).value);
      equal(seconds(near.stream()), 0xffffffff, "the value without a connection");
      equal(seconds(s), 0, "the value at first");
      pass(near, 2500);
      equal(seconds(s), 2, "the value after two seconds and a half");
      sameCode(get(near, s, SOL_SOCKET, SO_CONNECT_TIME, 3).code, WSAEFAULT, "the error of 3 bytes");
    },
  },
  {
    rule: "setsockopt/SO_TYPE",
    needs: ["IPv4 stream", "IPv4 datagram", "option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      const code = (s: SOCKET) => set(program, s, SOL_SOCKET, SO_TYPE, DWORD(1));
      sameCode(code(program.stream()), WSAENOPROTOOPT, "the error of a stream");
      sameCode(code(program.datagram()), WSAEINVAL, "the error of a datagram socket");
      const s = program.datagram();
      sameCode(get(program, s, SOL_SOCKET, SO_TYPE, 3).code, WSAEFAULT, "the error of reading 3 bytes");
      const { length, value } = get(program, s, SOL_SOCKET, SO_TYPE, 4);
      equal(length, 4, "the length");
      equal(readDWORD(value), SOCK_DGRAM, "the type");
    },
  },
  {
    rule: "getsockopt/keep-alive-times",
    needs: ["IPv4 stream", "option TCP_KEEPALIVE", "option TCP_KEEPCNT", "option TCP_KEEPINTVL"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const values = () =>
        [TCP_KEEPALIVE, TCP_KEEPINTVL, TCP_KEEPCNT].map((name) =>
          readDWORD(get(program, s, IPPROTO_TCP, name, 4).value),
        );
      sameList(values(), [7200, 1, 10], "the values at first");
      sameCode(set(program, s, IPPROTO_TCP, TCP_KEEPCNT, DWORD(255)), 0, "the error of 255 probes");
      sameCode(set(program, s, IPPROTO_TCP, TCP_KEEPCNT, DWORD(256)), WSAEINVAL, "the error of 256 probes");
      sameCode(set(program, s, IPPROTO_TCP, TCP_KEEPALIVE, DWORD(30)), 0, "the error of 30 seconds");
      sameList(values(), [30, 1, 255], "the values afterwards");
    },
  },
  {
    rule: "setsockopt/length",
    needs: ["IPv4 stream", "option SO_RCVTIMEO"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const value = DWORD(250);
      for (const length of [-1, 0, 3, 5]) {
        program.fails(
          program.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, value, length),
          WSAEFAULT,
          `the error of ${length}`,
        );
      }
      equal(readDWORD(get(program, s, SOL_SOCKET, SO_RCVTIMEO, 4).value), 0, "the value, which does not change");
      program.fails(program.ws2.getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(4), ref(-1)), WSAEFAULT);
      program.fails(program.ws2.getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(3), ref(4)), WSAEFAULT);
    },
  },
];
