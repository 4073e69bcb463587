import {
  AF_INET,
  AF_INET6,
  DWORD,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_LOOP,
  readDWORD,
  ref,
  SIO_ADDRESS_LIST_QUERY,
  SIO_GET_BROADCAST_ADDRESS,
  SIO_IDEAL_SEND_BACKLOG_QUERY,
  SIO_MULTICAST_SCOPE,
  SIO_MULTIPOINT_LOOPBACK,
  SIO_ROUTING_INTERFACE_QUERY,
  SIO_UDP_CONNRESET,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSAEAFNOSUPPORT,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { bytes, pass } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** The count of bytes before a call that must write it. */
const UNWRITTEN = 4711;

/** Calls WSAIoctl: the code, the output, and the count of its bytes. */
function control({ ws2 }: Program, s: SOCKET, code: number, input: Uint8Array | null, room: number | null) {
  const output = room === null ? null : new Uint8Array(room).fill(7);
  const count = ref(UNWRITTEN);
  const result = ws2.WSAIoctl(s, code, input, input?.length ?? 0, output, room ?? 0, count, null, null);
  return { code: result === 0 ? 0 : ws2.WSAGetLastError(), output: output ?? new Uint8Array(0), count: count.value };
}

/** The bytes of a SOCKET_ADDRESS: a pointer and a length. */
const SOCKET_ADDRESS_SIZE = 8;

/** The control codes of addresses and routes, and those that set where a datagram goes. */
export const ADDRESS_CONTROL_CHECKS: readonly Check[] = [
  ...(
    [
      ["IPv4", AF_INET, 16, "127.0.0.1"],
      ["IPv6", AF_INET6, 28, "::1"],
    ] as const
  ).map(
    ([family, af, size, loopback]): Check => ({
      rule: "WSAIoctl/SIO_ROUTING_INTERFACE_QUERY",
      of: family,
      needs: [`${family} datagram`],
      run(bench) {
        const program = bench.program();
        const s = program.must(program.ws2.socket(af, SOCK_DGRAM, 0));
        const nameOf = (host: string) => (af === AF_INET ? sockaddr_in(host, 9) : sockaddr_in6(host, 9));
        const query = (to: Uint8Array | null, room: number | null) =>
          control(program, s, SIO_ROUTING_INTERFACE_QUERY, to, room);
        const found = query(nameOf(loopback), size + 4);
        sameCode(found.code, 0, "the error");
        equal(found.count, size, "the bytes of the answer");
        equal(sockaddrHost(found.output), loopback, "the address from which packets to the loopback are sent");
        equal(sockaddrPort(found.output), 0, "its port");
        sameList(found.output.subarray(size), [7, 7, 7, 7], "the bytes behind");
        const short = query(nameOf(loopback), size - 1);
        sameCode(short.code, WSAEFAULT, "the error of too little room");
        equal(short.count, size, "the bytes that it needs");
        const without = query(nameOf(loopback), null);
        sameCode(without.code, WSAEFAULT, "the error without room");
        equal(without.count, UNWRITTEN, "the count, which does not change then");
        sameCode(query(nameOf(af === AF_INET ? "0.0.0.0" : "::"), size).code, WSAEINVAL, "the error of any address");
        sameCode(query(nameOf(loopback).slice(0, size - 1), size).code, WSAEINVAL, "the error of a short address");
        sameCode(query(null, size).code, WSAEINVAL, "the error without an address");
        const other = new Uint8Array(28);
        other.set(af === AF_INET ? sockaddr_in6("::1", 9) : sockaddr_in("127.0.0.1", 9));
        sameCode(query(other, size).code, WSAEAFNOSUPPORT, "the error of another family's address");
      },
    }),
  ),
  {
    rule: "WSAIoctl/SIO_ROUTING_INTERFACE_QUERY",
    of: "another host",
    needs: ["IPv4 datagram", "otherHosts", "two addresses"],
    run(bench) {
      const program = bench.program();
      const to = sockaddr_in(bench.neighbour.address, 9);
      const { code, output } = control(program, program.datagram(), SIO_ROUTING_INTERFACE_QUERY, to, 16);
      sameCode(code, 0, "the error");
      equal(sockaddrHost(output), bench.machine.address, "the address from which packets are sent");
    },
  },
  ...(
    [
      ["IPv4", AF_INET, 16],
      ["IPv6", AF_INET6, 28],
    ] as const
  ).map(
    ([family, af, size]): Check => ({
      rule: "WSAIoctl/SIO_ADDRESS_LIST_QUERY",
      of: family,
      needs: [`${family} datagram`, "otherHosts"],
      run(bench) {
        const program = bench.program();
        const s = program.must(program.ws2.socket(af, SOCK_DGRAM, 0));
        const query = (room: number) => control(program, s, SIO_ADDRESS_LIST_QUERY, null, room);
        const { code, output, count } = query(1024);
        sameCode(code, 0, "the error");
        const addresses = readDWORD(output);
        equal(count, 4 + addresses * (SOCKET_ADDRESS_SIZE + size), "the bytes of the answer");
        for (let i = 0; i < addresses; i++) {
          const at = readDWORD(output, 4 + i * SOCKET_ADDRESS_SIZE);
          equal(at, 4 + addresses * SOCKET_ADDRESS_SIZE + i * size, `where address ${i} is`);
          equal(readDWORD(output, 8 + i * SOCKET_ADDRESS_SIZE), size, `the bytes of address ${i}`);
          equal(output[at], af, `the family of address ${i}`);
        }
        equal(output[count], 7, "the byte behind the answer");
        if (af === AF_INET) {
          const first = readDWORD(output, 4);
          const hosts = Array.from({ length: addresses }, (_, i) => sockaddrHost(output.subarray(first + i * size)));
          holds(hosts.includes(bench.machine.address), "whether the machine's address is among them");
        }
        sameCode(query(SOCKET_ADDRESS_SIZE - 1).code, WSAEINVAL, "the error of less than a SOCKET_ADDRESS");
        if (addresses === 0) return;
        const short = query(count - 1);
        sameCode(short.code, WSAEFAULT, "the error of a byte too few");
        equal(short.count, count, "the bytes that it needs");
        sameCode(query(count).code, 0, "the error of exactly enough room");
      },
    }),
  ),
  {
    rule: "WSAIoctl/SIO_GET_BROADCAST_ADDRESS",
    needs: ["IPv4 datagram", "IPv4 stream", "IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      const ask = (s: SOCKET, room = 16) => control(program, s, SIO_GET_BROADCAST_ADDRESS, null, room);
      const { code, output, count } = ask(program.datagram());
      sameCode(code, 0, "the error");
      sameList(output, sockaddr_in("255.255.255.255", 0), "the address");
      equal(count, 16, "its bytes");
      sameCode(ask(program.datagram(), 15).code, WSAEFAULT, "the error of too little room");
      sameCode(ask(program.stream()).code, WSAEOPNOTSUPP, "the error of a stream");
      const six = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      sameCode(ask(six, 28).code, WSAEOPNOTSUPP, "the error of IPv6, which has no broadcast");
      equal(ask(six, 28).count, 0, "the bytes then");
    },
  },
  {
    rule: "WSAIoctl/SIO_MULTICAST_SCOPE",
    of: "Windows CE",
    needs: ["IPv4 datagram", "IPv6 datagram", "IPv4 stream", "option IP_MULTICAST_TTL", "option IPV6_MULTICAST_HOPS"],
    run(bench) {
      const program = bench.program();
      scopeReaches(program, program.datagram(), program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0)));
      const refused = control(program, program.stream(), SIO_MULTICAST_SCOPE, DWORD(3), null);
      sameCode(refused.code, WSAEOPNOTSUPP, "the error of a stream");
    },
  },
  {
    rule: "WSAIoctl/leaf-controls",
    needs: [
      "IPv4 datagram",
      "IPv6 datagram",
      "multipoint",
      "option IP_MULTICAST_TTL",
      "option IPV6_MULTICAST_HOPS",
      "option IPV6_MULTICAST_LOOP",
    ],
    run(bench) {
      const program = bench.program();
      const leaf = (af: number) => {
        const flags = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
        return program.must(program.ws2.WSASocketW(af, SOCK_DGRAM, 0, null, 0, flags));
      };
      const six = leaf(AF_INET6);
      scopeReaches(program, leaf(AF_INET), six);
      for (const [value, read] of [
        [0, 0],
        [5, 1],
      ]) {
        sameCode(control(program, six, SIO_MULTIPOINT_LOOPBACK, DWORD(value), null).code, 0, "the error");
        equal(option(program, six, IPPROTO_IPV6, IPV6_MULTICAST_LOOP) & 0xff, read, "IPV6_MULTICAST_LOOP");
      }
      for (const code of [SIO_MULTICAST_SCOPE, SIO_MULTIPOINT_LOOPBACK]) {
        const refused = control(program, program.datagram(), code, DWORD(1), null);
        sameCode(refused.code, WSAEOPNOTSUPP, "the error of a socket that is no leaf");
      }
    },
  },
  {
    rule: "WSAIoctl/SIO_UDP_CONNRESET",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      program.must(program.connect(s, sockaddr_in("127.0.0.1", bench.freePort())));
      program.must(program.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(50), 4));
      const error = () => {
        program.must(program.send(s, bytes("x")));
        pass(program, 5);
        return program.receive(s) === null ? program.ws2.WSAGetLastError() : 0;
      };
      const set = (value: number) => control(program, s, SIO_UDP_CONNRESET, DWORD(value), null).code;
      sameCode(error(), WSAECONNRESET, "the error of a receive at first");
      sameCode(set(0), 0, "WSAIoctl's error");
      sameCode(error(), WSAETIMEDOUT, "the error of a receive once it is FALSE");
      sameCode(set(1), 0, "WSAIoctl's error");
      sameCode(error(), WSAECONNRESET, "the error of a receive once it is TRUE");
    },
  },
  {
    rule: "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_QUERY",
    of: "a datagram socket",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { code } = control(program, program.datagram(), SIO_IDEAL_SEND_BACKLOG_QUERY, null, 4);
      sameCode(code, WSAEOPNOTSUPP, "the error");
    },
  },
];

function option(program: Program, s: SOCKET, level: number, optname: number): number {
  const value: Uint8Array = new Uint8Array(4);
  program.works(program.ws2.getsockopt(s, level, optname, value, ref(4)));
  return readDWORD(value);
}

/** Asserts that SIO_MULTICAST_SCOPE sets the option of each family. */
function scopeReaches(program: Program, four: SOCKET, six: SOCKET): void {
  const set = (s: SOCKET, value: number) => control(program, s, SIO_MULTICAST_SCOPE, DWORD(value), null).code;
  sameCode(set(four, 3), 0, "the error of an IPv4 socket");
  equal(option(program, four, IPPROTO_IP, IP_MULTICAST_TTL) & 0xff, 3, "IP_MULTICAST_TTL");
  sameCode(set(six, 4), 0, "the error of an IPv6 socket");
  equal(option(program, six, IPPROTO_IPV6, IPV6_MULTICAST_HOPS) & 0xff, 4, "IPV6_MULTICAST_HOPS");
  sameCode(set(four, 256), WSAEINVAL, "the error of 256 routers");
}
