import {
  AF_INET,
  AF_INET6,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAENETUNREACH,
  WSAEPROTOTYPE,
  WSANOTINITIALISED,
} from "@ws2kit/spi";
import { bytes, connectedPair, nameLength } from "../../bench/pairs.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Destinations of data and connections, reachable or not. */
export const DESTINATION_CHECKS: readonly Check[] = [
  {
    rule: "sendto/other-family",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const { name } = program.boundDatagram();
      const six = sockaddr_in6("::1", (name[2] << 8) | name[3]);
      equal(program.ws2.sendto(s, bytes("x"), 1, 0, six, 28), SOCKET_ERROR, "the result");
      const code = program.ws2.WSAGetLastError();
      if (code !== WSAEFAULT) sameCode(code, WSAEAFNOSUPPORT, "the error");
      equal(
        program.ws2.getsockname(s, new Uint8Array(16), nameLength()),
        SOCKET_ERROR,
        "whether the socket has a name now",
      );
      equal(bench.machine.counters.bytesSent, 0, "the bytes sent");
    },
  },
  {
    rule: "sendto/stream",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const elsewhere = sockaddr_in("127.0.0.1", 9);
      for (const [what, name, namelen] of [
        ["of another socket", elsewhere, 16],
        ["that is short", elsewhere, 3],
        ["of no family", new Uint8Array(16).fill(0xee), 16],
        ["that is null", null, 0],
      ] as const) {
        near.works(near.ws2.sendto(s, bytes("on"), 2, 0, name, namelen), `the error with a destination ${what}`);
        sameList(far.receive(peer) ?? [], bytes("on"), `what the peer receives with a destination ${what}`);
      }
    },
  },
  {
    rule: "connect/network-unreachable",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      // the simulated network reports unreachable hosts; only a real stack reports an unreachable network
      bench.machine.platform.network.connect = () => -WSAENETUNREACH;
      program.fails(program.connect(program.stream(), sockaddr_in("203.0.113.9", 9)), WSAENETUNREACH);
    },
  },
  {
    rule: "WSPSocket/error/protocol-of-other-type",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      for (const type of [0, 1, 2, 3, 77]) {
        for (const protocol of [0, 6, 17, 255, 999]) {
          const s = program.ws2.socket(AF_INET, type, protocol);
          const code = s === SOCKET_ERROR ? program.ws2.WSAGetLastError() : 0;
          holds(code !== WSAEPROTOTYPE, `whether selection fails with another code for ${type}, ${protocol}`);
        }
      }
    },
  },
  {
    rule: "WSASocketW/not-initialised",
    run(bench) {
      const program = bench.machine.unstarted();
      for (const [af, type, protocol] of [
        [AF_INET, SOCK_STREAM, 0],
        [AF_INET6, 77, -1],
        [0, 0, 0],
      ]) {
        program.fails(program.ws2.WSASocketW(af, type, protocol, null, 0, 0), WSANOTINITIALISED);
      }
      holds(program.ws2.socket(AF_INET, SOCK_STREAM, 0) === SOCKET_ERROR, "whether socket fails too");
    },
  },
];
