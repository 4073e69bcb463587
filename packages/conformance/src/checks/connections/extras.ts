import {
  AF_INET6,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  sockaddr_in6,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_IO_PENDING,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair, pattern, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Functions that these checks alone call. */
interface Extra {
  WSAGetQOSByName(s: SOCKET, lpQOSName: unknown, lpQOS: unknown): boolean;
  WSASendDisconnect(s: SOCKET, data: unknown): number;
  WSARecvDisconnect(s: SOCKET, data: unknown): number;
}

const extra = ({ ws2 }: Program) => ws2 as never as Extra;
const NO_DATA = newWSABUF(null);
const DATA = newWSABUF(bytes("data"));
const QOS = {} as never;
const LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;

/** What TCP/IP lacks, but the parameters of Winsock's calls offer: user data and quality of service. */
export const EXTRA_CHECKS: readonly Check[] = [
  {
    rule: "WSAConnect/extras",
    needs: ["IPv4 stream", "IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { name } = program.listener();
      for (const s of [program.stream(), program.datagram()]) {
        const connect = (data: typeof DATA | null, qos: typeof QOS | null) =>
          program.ws2.WSAConnect(s, name, 16, data, null, qos, null);
        program.fails(connect(DATA, null), WSAEPROTONOSUPPORT, "the error with data");
        program.fails(connect(null, QOS), WSAEOPNOTSUPP, "the error with a flow specification");
        program.works(connect(NO_DATA, null), "the error with a buffer without bytes");
      }
    },
  },
  {
    rule: "WSPSendDisconnect/data",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      for (const call of [extra(near).WSASendDisconnect, extra(near).WSARecvDisconnect]) {
        near.fails(call(s, DATA), WSAENOPROTOOPT, "the error with data");
        near.fails(call(s, 5), WSAEFAULT, "the error with a number");
      }
      near.works(near.send(s, bytes("still open")), "a send's error");
      near.works(extra(near).WSASendDisconnect(s, null), "the error without data");
      sameList(far.receiveAll(peer, 11), bytes("still open"), "what the peer receives");
    },
  },
  {
    rule: "WSPGetQOSByName/no-templates",
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      for (const [socket, name, qos, code] of [
        [s, DATA, QOS, WSAEINVAL],
        [s, 5, QOS, WSAEFAULT],
        [s, DATA, null, WSAEFAULT],
        [0x7ffffffc as SOCKET, DATA, QOS, WSAENOTSOCK],
      ] as const) {
        equal(extra(program).WSAGetQOSByName(socket, name, qos), false, "the result of WSAGetQOSByName");
        sameCode(program.ws2.WSAGetLastError(), code, "the error of WSAGetQOSByName");
      }
    },
  },
  {
    rule: "WSPJoinLeaf/refused",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.WSASocketW(...program.anyKind, null, 0, LEAF));
      const join = (name: Uint8Array, data: typeof DATA | null = null, qos: typeof QOS | null = null) =>
        program.ws2.WSAJoinLeaf(s, name, name.length, data, null, qos, null, 4);
      const group = sockaddr_in("239.1.2.3", 5000);
      program.fails(join(group, DATA), WSAEPROTONOSUPPORT, "the error with data");
      program.fails(join(group, null, QOS), WSAEOPNOTSUPP, "the error with a flow specification");
      program.fails(join(sockaddr_in("10.1.2.3", 5000)), WSAEADDRNOTAVAIL, "the error of an address of one host");
      program.fails(join(group.subarray(0, 8)), WSAEFAULT, "the error of a short address");
      program.bind(program.datagram(), 5000);
      program.fails(join(group), WSAEADDRINUSE, "the error of a port in use");
      program.works(join(sockaddr_in("239.1.2.3", 5001), NO_DATA), "the error of a group");
    },
  },
  {
    rule: "WSPJoinLeaf/receives",
    of: "IPv6",
    needs: ["IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      const group = sockaddr_in6("ff02::1:3", 5000);
      const s = program.must(program.ws2.WSASocketW(AF_INET6, SOCK_DGRAM, 0, null, 0, LEAF));
      program.answers(program.ws2.WSAJoinLeaf(s, group, group.length, null, null, null, null, 4), s);
      const sender = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      program.must(program.sendTo(sender, bytes("all"), group));
      sameList(program.receive(s) ?? [], bytes("all"), "what the leaf receives");
      const host = sockaddr_in6("::1", 5000);
      const other = program.must(program.ws2.WSASocketW(AF_INET6, SOCK_DGRAM, 0, null, 0, LEAF));
      const joined = program.ws2.WSAJoinLeaf(other, host, host.length, null, null, null, null, 4);
      program.fails(joined, WSAEADDRNOTAVAIL, "the error of an address of one host");
    },
  },
  {
    rule: "connect/discards-former-peer",
    of: "IPv6",
    needs: ["IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      const opened = () => {
        const s = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
        const name = sockaddr_in6("::1", 0);
        program.must(program.ws2.bind(s, name, name.length));
        program.must(program.ws2.getsockname(s, name, ref(name.length)));
        return { s, name };
      };
      const [own, former, next] = [opened(), opened(), opened()];
      unblock(program, own.s);
      program.must(program.connect(own.s, former.name));
      for (const text of ["one", "two"]) program.must(program.sendTo(former.s, bytes(text), own.name));
      program.works(program.connect(own.s, former.name));
      sameList(program.receive(own.s) ?? [], bytes("one"), "what is received after a connect to the same peer");
      program.works(program.connect(own.s, next.name));
      program.fails(program.ws2.recv(own.s, new Uint8Array(4), 4, 0), WSAEWOULDBLOCK, "the error with another peer");
    },
  },
  {
    rule: "shutdown/after-sends",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const data = pattern(300_000);
      const overlapped = newWSAOVERLAPPED();
      const result = near.ws2.WSASend(s, [newWSABUF(data)], 1, ref(0), 0, overlapped, null);
      if (result !== 0) near.fails(result, WSA_IO_PENDING, "the error of WSASend");
      near.works(near.ws2.shutdown(s, SD_SEND));
      near.fails(near.send(s, bytes("late")), 10058, "the error of a send after shutdown");
      sameList(far.receiveAll(peer, data.length + 1), data, "what the peer receives");
      equal(outcomeOf(near, s, overlapped, true).bytes, data.length, "the bytes that the operation reports");
      holds(near.ws2.closesocket(s) === 0, "whether the socket closes");
    },
  },
];
