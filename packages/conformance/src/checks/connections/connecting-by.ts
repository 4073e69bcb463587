import {
  AF_INET6,
  DWORD,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  type timeval,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAETIMEDOUT,
  WSAHOST_NOT_FOUND,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes, unblock } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NO_SOCKET = 0x4444444 as SOCKET;
const NOBODY = (bench: Bench) => sockaddr_in(bench.neighbour.reachableAt, 9);

/** Calls WSAConnectByNameW with the host and port of a `sockaddr_in`. Returns its code and the two addresses. */
function connectByName(program: Program, s: SOCKET, name: Uint8Array | null, size = 16) {
  const [local, remote] = [room(size), room(size)];
  const host = name === null ? null : sockaddrHost(name);
  const service = String(name === null ? 9 : sockaddrPort(name));
  const { WSAConnectByNameW } = program.desktop;
  const args = [local.length, local.name, remote.length, remote.name, null, null] as const;
  const code = WSAConnectByNameW(s, host, service, ...args) ? 0 : program.ws2.WSAGetLastError();
  return { code, local, remote };
}

const byNames: readonly Check[] = [
  {
    rule: "WSAConnectByNameW/connects",
    needs: ["IPv4 stream", "option SO_TYPE", "option SO_ERROR", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const far = bench.neighbour.program();
      const listener = far.listener();
      const program = bench.program();
      for (const isNonBlocking of [false, true]) {
        const s = program.stream();
        if (isNonBlocking) unblock(program, s);
        const { code, local, remote } = connectByName(program, s, listener.name);
        sameCode(code, 0, "WSAConnectByNameW's error");
        sameList(remote.name, listener.name, "the peer's address");
        equal(remote.length.value, 16, "its bytes");
        const own = room();
        program.works(program.ws2.getsockname(s, own.name, own.length));
        sameList(local.name, own.name, "the local address");
        const peer = far.works(far.ws2.accept(listener.s, null, null));
        program.works(program.send(s, bytes("hello")));
        sameList(far.receiveAll(peer, 5), bytes("hello"), "what arrives");
      }
    },
  },
  {
    rule: "WSAConnectByNameW/refused",
    needs: ["IPv4 stream", "option SO_TYPE", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      const s = program.stream();
      sameCode(connectByName(program, s, null).code, WSAEINVAL, "the error of a null name");
      const reserved = {} as unknown as null;
      const { WSAConnectByNameW } = program.desktop;
      WSAConnectByNameW(s, "127.0.0.1", "9", null, null, null, null, null, reserved);
      sameCode(program.ws2.WSAGetLastError(), WSAEINVAL, "the error of a Reserved argument that is not null");
      sameCode(connectByName(program, s, listener.name, 15).code, WSAEFAULT, "the error of too little room");
      const peer = room();
      program.fails(program.ws2.getpeername(s, peer.name, peer.length), WSAENOTCONN, "getpeername's error");
    },
  },
  {
    rule: "WSAConnectByList/first-that-accepts",
    needs: ["IPv4 stream", "option SO_TYPE"],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      const nobody = NOBODY(bench);
      const connect = (s: SOCKET, ...names: Uint8Array[]) => byList(program, s, listOf(...names));
      const s = program.stream();
      sameCode(connect(s, nobody, listener.name), 0, "WSAConnectByList's error");
      const peer = room();
      program.works(program.ws2.getpeername(s, peer.name, peer.length));
      sameList(peer.name, listener.name, "the peer");
      sameCode(connect(program.stream(), nobody, nobody), WSAECONNREFUSED, "the error if no peer accepts");
    },
  },
  {
    rule: "WSAConnectByList/first-that-accepts",
    of: "non-blocking, with both addresses",
    needs: ["IPv4 stream", "option SO_TYPE", "option SO_ERROR"],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      const s = program.stream();
      unblock(program, s);
      const [local, remote] = [room(), room()];
      const ends = [local.length, local.name, remote.length, remote.name] as const;
      const { WSAConnectByList } = program.desktop;
      equal(WSAConnectByList(s, listOf(NOBODY(bench), listener.name), ...ends, null, null), true, "the result");
      sameList(remote.name, listener.name, "the peer's address");
      const own = room();
      program.works(program.ws2.getsockname(s, own.name, own.length));
      sameList(local.name, own.name, "the local address");
      const failing = program.stream();
      unblock(program, failing);
      sameCode(byList(program, failing, listOf(NOBODY(bench))), WSAECONNREFUSED, "the error if no peer accepts");
    },
  },
  {
    rule: "WSAConnectByNameW/connects",
    of: "an IPv6 socket to an IPv4 host",
    needs: [
      "IPv6 stream",
      "IPv4 stream",
      "otherHosts",
      "option IPV6_V6ONLY",
      "option SO_PROTOCOL_INFOW",
      "option SO_TYPE",
    ],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_STREAM, 0));
      program.must(program.ws2.setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0), 4));
      const { code, remote, local } = connectByName(program, s, listener.name, 28);
      sameCode(code, 0, "WSAConnectByNameW's error");
      const mapped = `::ffff:${sockaddrHost(listener.name)}`;
      sameList(remote.name, sockaddr_in6(mapped, sockaddrPort(listener.name)), "the peer's address");
      equal(remote.length.value, 28, "its bytes");
      equal(local.length.value, 28, "the bytes of the local address");
      const short = program.must(program.ws2.socket(AF_INET6, SOCK_STREAM, 0));
      program.must(program.ws2.setsockopt(short, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0), 4));
      sameCode(connectByName(program, short, listener.name, 27).code, WSAEFAULT, "the error of too little room");
    },
  },
  {
    rule: "WSAConnectByNameW/refused",
    of: "names",
    needs: ["IPv4 stream", "option SO_TYPE", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      const { WSAConnectByNameW } = program.desktop;
      const call = (s: SOCKET, host: string | null, service: string | null) =>
        WSAConnectByNameW(s, host, service, null, null, null, null, null, null) ? 0 : program.ws2.WSAGetLastError();
      const port = String(sockaddrPort(listener.name));
      const host = sockaddrHost(listener.name);
      sameCode(call(NO_SOCKET, host, port), WSAENOTSOCK, "the error of no socket");
      sameCode(call(program.stream(), null, port), WSAEINVAL, "the error without a name");
      sameCode(call(program.stream(), host, null), WSAEINVAL, "the error without a service");
      sameCode(call(program.stream(), "nobody.test", port), WSAHOST_NOT_FOUND, "the error of an unknown name");
      sameCode(call(program.stream(), host, "no-such-service"), WSATYPE_NOT_FOUND, "the error of an unknown service");
      sameCode(call(program.stream(), "::1", port), WSAEHOSTUNREACH, "the error of an IPv4 socket to IPv6");
    },
  },
  {
    rule: "WSAConnectByNameW/refused",
    of: "a datagram socket",
    needs: ["IPv4 stream", "IPv4 datagram", "option SO_TYPE", "option SO_PROTOCOL_INFOW"],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      sameCode(connectByName(program, program.datagram(), listener.name).code, WSAEINVAL, "the error by name");
      sameCode(byList(program, program.datagram(), listOf(listener.name)), WSAEINVAL, "the error by list");
    },
  },
  {
    rule: "WSAConnectByList/refused",
    needs: ["IPv4 stream", "option SO_TYPE"],
    run(bench) {
      const { name } = bench.neighbour.program().listener();
      const program = bench.program();
      const s = program.stream();
      sameCode(byList(program, NO_SOCKET, listOf(name)), WSAENOTSOCK, "the error of no socket");
      sameCode(byList(program, s, listOf()), WSAEINVAL, "the error of no addresses");
      sameCode(byList(program, s, null as never), WSAEFAULT, "the error without a list");
      sameCode(byList(program, s, { ...listOf(name), iAddressCount: 2 }), WSAEFAULT, "the error of a count too high");
      const one = { lpSockaddr: name, iSockaddrLength: 17 };
      sameCode(byList(program, s, { iAddressCount: 1, Address: [one] }), WSAEFAULT, "the error of a length too high");
      const short = { lpSockaddr: name, iSockaddrLength: 1 };
      sameCode(byList(program, s, { iAddressCount: 1, Address: [short] }), WSAEFAULT, "the error of the length 1");
      const none = { lpSockaddr: null as never, iSockaddrLength: 16 };
      sameCode(byList(program, s, { iAddressCount: 1, Address: [none] }), WSAEFAULT, "the error of a null address");
      sameCode(byList(program, s, listOf(name), {} as timeval), WSAEFAULT, "the error of a timeout without members");
      const { WSAConnectByList } = program.desktop;
      WSAConnectByList(s, listOf(name), null, null, null, null, null, {} as never);
      sameCode(program.ws2.WSAGetLastError(), WSAEINVAL, "the error of a Reserved argument that is not null");
      const [small, fits] = [room(15), room(16)];
      WSAConnectByList(s, listOf(name), fits.length, fits.name, small.length, small.name, null, null);
      sameCode(program.ws2.WSAGetLastError(), WSAEFAULT, "the error of too little room for the peer's address");
      const peer = room();
      program.fails(program.ws2.getpeername(s, peer.name, peer.length), WSAENOTCONN, "getpeername's error");
    },
  },
  {
    rule: "WSAConnectByList/timeout",
    needs: ["IPv4 stream", "otherHosts", "virtual time", "option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      const { name } = bench.neighbour.program().listener();
      const nowhere = sockaddr_in("10.255.255.1", 9);
      const s = program.stream();
      unblock(program, s);
      const before = bench.now();
      sameCode(byList(program, s, listOf(nowhere), { tv_sec: 1, tv_usec: 500_001 }), WSAETIMEDOUT, "the error");
      bench.took(before, 1501, "the milliseconds that passed");
      const time = { tv_sec: 2, tv_usec: 0 };
      sameCode(byList(program, program.stream(), listOf(name), time), 0, "the error of a peer that accepts in time");
    },
  },
];

/** Calls WSAConnectByList without places for addresses: 0 or the code. */
function byList(program: Program, s: SOCKET, list: ReturnType<typeof listOf>, timeout: timeval | null = null): number {
  const { WSAConnectByList } = program.desktop;
  return WSAConnectByList(s, list, null, null, null, null, timeout, null) ? 0 : program.ws2.WSAGetLastError();
}

/** A list of addresses, each with its length. */
function listOf(...names: Uint8Array[]) {
  return {
    iAddressCount: names.length,
    Address: names.map((name) => ({ lpSockaddr: name, iSockaddrLength: name.length })),
  };
}

/** WSAConnectByNameW and WSAConnectByList, which only desktop exports. */
export const CONNECTING_BY_CHECKS: readonly Check[] = byNames;
