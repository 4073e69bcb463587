import {
  AF_INET6,
  DWORD,
  IP_RECVTTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  readDWORD,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  TCP_MAXRT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTCONN,
} from "@ws2kit/spi";
import {
  IP_ECN,
  IP_GET_IFLIST,
  IP_MTU,
  IP_MTU_DISCOVER,
  IP_ORIGINAL_ARRIVAL_IF,
  IP_PKTINFO_EX,
  IP_RECVDSTADDR,
  IP_RECVERR,
  IP_RECVIF,
  IP_RECVRTHDR,
  IP_RTHDR,
  IPV6_PROTECTION_LEVEL,
  PMTUD_DO,
  PMTUD_NOT_SET,
  PMTUD_PROBE,
  PROTECTION_LEVEL_DEFAULT,
  PROTECTION_LEVEL_RESTRICTED,
  TCP_MAXRTMS,
  UDP_SEND_MSG_SIZE,
} from "@ws2kit/spi/desktop-options";
import { bytes, connectedPair } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Reads an option into 16 bytes: the code, the value and its length. */
function get({ ws2 }: Program, s: SOCKET, level: number, optname: number) {
  const [value, length] = [new Uint8Array(16), ref(16)];
  const code = ws2.getsockopt(s, level, optname, value, length) === 0 ? 0 : ws2.WSAGetLastError();
  return { code, value: readDWORD(value), length: length.value };
}

/** Sets an option: 0 or the code. */
function set({ ws2 }: Program, s: SOCKET, level: number, optname: number, value: number): number {
  return ws2.setsockopt(s, level, optname, DWORD(value), 4) === 0 ? 0 : ws2.WSAGetLastError();
}

/** Sets an option, reads it back, and expects the value. */
function keeps(program: Program, s: SOCKET, level: number, optname: number, value: number): void {
  sameCode(set(program, s, level, optname, value), 0, `the error of setting option ${optname}`);
  equal(get(program, s, level, optname).value, value, `option ${optname}`);
}

/** Options for received datagrams. They have the same numbers at both levels. */
const OF_DATAGRAMS = [
  ...[IP_RECVIF, IP_RECVDSTADDR, IP_RECVTTL, IP_RECVRTHDR, IP_ORIGINAL_ARRIVAL_IF, IP_ECN, IP_PKTINFO_EX],
  IP_RECVERR,
];

export const PACKET_OPTION_CHECKS: readonly Check[] = [
  {
    rule: "getsockopt/datagrams-alone",
    needs: [
      ...(["IPv4 stream", "IPv4 datagram", "IPv6 stream", "IPv6 datagram"] as const),
      ...(["option IP_RECVTTL", "option IPV6_HOPLIMIT"] as const),
    ],
    run(bench) {
      const program = bench.program();
      for (const [af, level] of [
        [2, IPPROTO_IP],
        [AF_INET6, IPPROTO_IPV6],
      ]) {
        const stream = program.must(program.ws2.socket(af, SOCK_STREAM, 0));
        const datagram = program.must(program.ws2.socket(af, SOCK_DGRAM, 0));
        for (const optname of OF_DATAGRAMS) {
          sameCode(get(program, stream, level, optname).code, WSAEINVAL, `the error of option ${optname} of a stream`);
          equal(get(program, datagram, level, optname).value, 0, `option ${optname} of a datagram socket`);
          keeps(program, datagram, level, optname, 1);
        }
      }
    },
  },
  {
    rule: "getsockopt/IP_GET_IFLIST",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      sameCode(get(program, s, IPPROTO_IP, IP_GET_IFLIST).code, WSAEINVAL, "IP_GET_IFLIST's error");
      equal(get(program, s, IPPROTO_IP, IP_RTHDR).length, 0, "the bytes of IP_RTHDR");
      program.works(program.ws2.setsockopt(s, IPPROTO_IP, IP_RTHDR, new Uint8Array(4), 0));
    },
  },
  {
    rule: "getsockopt/IP_MTU",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      sameCode(get(near, near.stream(), IPPROTO_IP, IP_MTU).code, WSAENOTCONN, "IP_MTU's error without a peer");
      const { code, value } = get(near, s, IPPROTO_IP, IP_MTU);
      sameCode(code, 0, "IP_MTU's error");
      holds(value >= 576, "whether it is at least 68, which every IPv4 path carries");
    },
  },
  {
    rule: "setsockopt/IP_MTU_DISCOVER",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      equal(get(program, s, IPPROTO_IP, IP_MTU_DISCOVER).value, PMTUD_NOT_SET, "IP_MTU_DISCOVER at first");
      for (const value of [PMTUD_NOT_SET, PMTUD_PROBE + 1]) {
        sameCode(set(program, s, IPPROTO_IP, IP_MTU_DISCOVER, value), WSAEINVAL, `the error of ${value}`);
      }
      keeps(program, s, IPPROTO_IP, IP_MTU_DISCOVER, PMTUD_DO);
    },
  },
  {
    rule: "setsockopt/IPV6_PROTECTION_LEVEL",
    needs: ["IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      const at = [IPPROTO_IPV6, IPV6_PROTECTION_LEVEL] as const;
      equal(get(program, s, ...at).value, PROTECTION_LEVEL_DEFAULT, "the level at first");
      keeps(program, s, ...at, PROTECTION_LEVEL_RESTRICTED);
      sameCode(set(program, s, ...at, 15), WSAEINVAL, "the error of a level without a name");
    },
  },
  {
    rule: "setsockopt/TCP_MAXRTMS",
    needs: ["IPv4 stream", "option TCP_MAXRT"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      keeps(program, s, IPPROTO_TCP, TCP_MAXRT, 5);
      equal(get(program, s, IPPROTO_TCP, TCP_MAXRTMS).value, 5000, "TCP_MAXRTMS");
      keeps(program, s, IPPROTO_TCP, TCP_MAXRTMS, 1500);
      equal(get(program, s, IPPROTO_TCP, TCP_MAXRT).value, 2, "TCP_MAXRT");
    },
  },
  {
    rule: "setsockopt/UDP_SEND_MSG_SIZE",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const sender = program.datagram();
      keeps(program, sender, IPPROTO_UDP, UDP_SEND_MSG_SIZE, 3);
      equal(program.sendTo(sender, bytes("sent now"), name), 8, "the bytes that sendto returns");
      for (const expected of ["sen", "t n", "ow"]) {
        sameList([...(program.receive(s) ?? [])], [...bytes(expected)], "a datagram");
      }
      const code = get(program, program.stream(), IPPROTO_UDP, UDP_SEND_MSG_SIZE).code;
      sameCode(code, WSAENOPROTOOPT, "the error of a stream");
    },
  },
];
