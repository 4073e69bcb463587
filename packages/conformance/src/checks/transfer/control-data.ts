import { WSAID_WSARECVMSG } from "@ws2kit/core";
import {
  AF_INET6,
  DWORD,
  encodeGuid,
  IN_PKTINFO,
  IN6_PKTINFO,
  IP_ADD_MEMBERSHIP,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_ADD_MEMBERSHIP,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
  ip_mreq,
  ipv6_mreq,
  MSG_BCAST,
  MSG_CTRUNC,
  MSG_MCAST,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  newWSABUF,
  newWSAMSG,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SO_BROADCAST,
  SOCK_DGRAM,
  SOCKADDR_IN_SIZE,
  SOCKADDR_IN6_SIZE,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
  sockaddrText,
  WSA_CMSG_DATA,
  WSA_CMSG_FIRSTHDR,
  WSA_CMSG_NXTHDR,
  WSA_IO_PENDING,
  WSACMSGHDR,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAEOPNOTSUPP,
  type WSAMSG,
} from "@ws2kit/spi";
import { IP_ECN, IP_RECVDSTADDR, IP_RECVIF } from "@ws2kit/spi/desktop-options";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Room for the data and the control messages of a datagram. */
function message(size = 64, control = 96): WSAMSG {
  const name: Uint8Array = new Uint8Array(SOCKADDR_IN_SIZE);
  return newWSAMSG(name, newWSABUF(new Uint8Array(size)), newWSABUF(control === 0 ? null : new Uint8Array(control)));
}

/** The code of WSARecvMsg without an overlapped structure. */
function receive(program: Program, s: SOCKET, msg: WSAMSG): number {
  const { WSARecvMsg } = program.desktop.mswsock;
  return WSARecvMsg(s, msg, ref(0), null, null) === 0 ? 0 : program.ws2.WSAGetLastError();
}

/** The code of WSASendMsg to `name` with control messages. */
function send(program: Program, s: SOCKET, name: Uint8Array, ...control: Uint8Array[]): number {
  const joined = new Uint8Array(control.flatMap((one) => [...one]));
  const { WSASendMsg } = program.desktop;
  const msg = newWSAMSG(name, newWSABUF(bytes("data")), newWSABUF(joined));
  return WSASendMsg(s, msg, 0, ref(0), null, null) === 0 ? 0 : program.ws2.WSAGetLastError();
}

/** The data of the control message of a type; empty if the datagram has no such message. */
function control(msg: WSAMSG, type: number, level = IPPROTO_IP): readonly number[] {
  for (let one = WSA_CMSG_FIRSTHDR(msg); one !== null; one = WSA_CMSG_NXTHDR(msg, one)) {
    if (one.cmsg_level === level && one.cmsg_type === type) return [...WSA_CMSG_DATA(one)];
  }
  return [];
}

function ask(program: Program, s: SOCKET, ...options: number[]): void {
  for (const option of options) program.must(program.ws2.setsockopt(s, IPPROTO_IP, option, DWORD(1), 4));
}

/** The port of a socket of IPv6. */
function portOf6(program: Program, s: SOCKET): number {
  const name = sockaddr_in6("::", 0);
  program.must(program.ws2.getsockname(s, name, ref(name.length)));
  return sockaddrPort(name);
}

const ASKED = ["option IP_PKTINFO"] as const;

export const CONTROL_DATA_CHECKS: readonly Check[] = [
  {
    rule: "WSARecvMsg/control-messages",
    needs: ["IPv4 datagram", "option IP_PKTINFO", "option IP_RECVTTL", "option IP_RECVTOS", "option IP_TTL"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const sender = program.boundDatagram();
      program.must(program.ws2.setsockopt(sender.s, IPPROTO_IP, IP_TTL, DWORD(44), 4));
      program.must(program.ws2.sendto(sender.s, bytes("first"), 5, 0, name, name.length));
      const silent = message();
      sameCode(receive(program, s, silent), 0, "WSARecvMsg's error");
      equal(silent.Control.len, 0, "the bytes of control messages without an option that requests them");
      ask(program, s, IP_PKTINFO, IP_RECVTTL, IP_RECVTOS);
      program.must(program.ws2.sendto(sender.s, bytes("second"), 6, 0, name, name.length));
      const msg = message();
      sameCode(receive(program, s, msg), 0, "WSARecvMsg's error");
      equal(sockaddrText(msg.name as Uint8Array), sockaddrText(sender.name), "the sender's address");
      sameList(control(msg, IP_PKTINFO).slice(0, 4), [...name.subarray(4, 8)], "the datagram's destination");
      sameList(control(msg, IP_TTL), [...DWORD(44)], "the hop limit");
      sameList(control(msg, IP_TOS), [...DWORD(0)], "the type of service");
      equal(msg.dwFlags, 0, "the flags");
    },
  },
  {
    rule: "WSARecvMsg/control-messages",
    of: "IPv6",
    needs: [
      "IPv6 datagram",
      "option IPV6_PKTINFO",
      "option IPV6_HOPLIMIT",
      "option IPV6_RECVTCLASS",
      "option IPV6_UNICAST_HOPS",
    ],
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const [s, sender] = [AF_INET6, AF_INET6].map((af) => program.must(ws2.socket(af, SOCK_DGRAM, 0)));
      program.must(ws2.bind(s, sockaddr_in6("::1", 0), SOCKADDR_IN6_SIZE));
      const name: Uint8Array = new Uint8Array(SOCKADDR_IN6_SIZE);
      program.must(ws2.getsockname(s, name, ref(SOCKADDR_IN6_SIZE)));
      for (const option of [IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS]) {
        program.must(ws2.setsockopt(s, IPPROTO_IPV6, option, DWORD(1), 4));
      }
      program.must(ws2.setsockopt(sender, IPPROTO_IPV6, IPV6_UNICAST_HOPS, DWORD(44), 4));
      program.must(ws2.sendto(sender, bytes("six"), 3, 0, name, name.length));
      const msg = { ...message(), name: new Uint8Array(SOCKADDR_IN6_SIZE), namelen: SOCKADDR_IN6_SIZE };
      sameCode(receive(program, s, msg), 0, "WSARecvMsg's error");
      sameList(control(msg, IPV6_PKTINFO, IPPROTO_IPV6).slice(0, 16), name.slice(8, 24), "the datagram's destination");
      sameList(control(msg, IPV6_HOPLIMIT, IPPROTO_IPV6), DWORD(44), "the hop limit");
      sameList(control(msg, IPV6_TCLASS, IPPROTO_IPV6), DWORD(0), "the traffic class");
    },
  },
  {
    rule: "WSARecvMsg/cut",
    needs: ["IPv4 datagram", ...ASKED],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      ask(program, s, IP_PKTINFO);
      for (const [size, controlSize, flags] of [
        [2, 64, MSG_TRUNC],
        [64, 1, MSG_CTRUNC],
        [2, 0, MSG_TRUNC | MSG_CTRUNC],
      ]) {
        program.must(program.ws2.sendto(s, bytes("data"), 4, 0, name, name.length));
        const msg = message(size, controlSize);
        sameCode(receive(program, s, msg), WSAEMSGSIZE, "WSARecvMsg's error");
        equal(msg.dwFlags, flags, "the flags");
        sameList((msg.lpBuffers[0].buf as Uint8Array).subarray(0, 2), bytes("da"), "what fits");
      }
    },
  },
  {
    rule: "WSARecvMsg/overlapped",
    needs: ["IPv4 datagram", "overlapped", ...ASKED],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      ask(program, s, IP_PKTINFO);
      const [msg, overlapped] = [message(), newWSAOVERLAPPED()];
      const result = program.desktop.mswsock.WSARecvMsg(s, msg, null, overlapped, null);
      program.fails(result, WSA_IO_PENDING, "WSARecvMsg's error");
      const sender = program.boundDatagram();
      program.must(program.ws2.sendto(sender.s, bytes("data"), 4, 0, name, name.length));
      const { code, bytes: count } = outcomeOf(program, s, overlapped, true);
      sameCode(code, 0, "the operation's error");
      equal(count, 4, "its bytes");
      equal(sockaddrText(msg.name as Uint8Array), sockaddrText(sender.name), "the sender's address");
      sameList(control(msg, IP_PKTINFO).slice(0, 4), [...name.subarray(4, 8)], "the datagram's destination");
    },
  },
  {
    rule: "WSARecvMsg/refused",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const { s } = program.boundDatagram();
      sameCode(receive(program, program.stream(), message()), WSAEINVAL, "the error of a stream");
      sameCode(receive(program, program.datagram(), message()), WSAEINVAL, "the error of a socket without a name");
      sameCode(receive(program, s, { ...message(), dwFlags: MSG_OOB }), WSAEOPNOTSUPP, "the error of MSG_OOB");
      sameCode(receive(program, s, { ...message(), name: null }), WSAEFAULT, "the error of no name");
      const nothing = { len: 8, buf: null, off: 0 };
      sameCode(receive(program, s, { ...message(), Control: nothing }), WSAEFAULT, "the error of no control data");
    },
  },
  {
    rule: "WSARecvMsg/count-null",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      sameCode(send(program, program.datagram(), name), 0, "WSASendMsg's error");
      const msg = message();
      const { WSARecvMsg } = program.desktop.mswsock;
      program.fails(WSARecvMsg(s, msg, null, null, null), WSAEFAULT, "the error without an overlapped structure");
      program.works(WSARecvMsg(s, msg, null, newWSAOVERLAPPED(), null), "the error with an overlapped structure");
      sameList((msg.lpBuffers[0].buf ?? new Uint8Array(4)).slice(0, 4), bytes("data"), "what is received");
    },
  },
  {
    rule: "WSASendMsg/header-fields",
    needs: ["IPv4 datagram", "option IP_RECVTTL", "option IP_RECVTOS"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      ask(program, s, IP_RECVTTL, IP_RECVTOS);
      const sender = program.datagram();
      const source = WSACMSGHDR(IPPROTO_IP, IP_PKTINFO, IN_PKTINFO(sockaddr_in("127.0.0.1", 0)));
      const fields = [WSACMSGHDR(IPPROTO_IP, IP_TTL, DWORD(9)), WSACMSGHDR(IPPROTO_IP, IP_TOS, DWORD(16))];
      const loopback = sockaddr_in("127.0.0.1", 0);
      loopback.set(name.subarray(2, 4), 2);
      sameCode(send(program, sender, loopback, source, ...fields), 0, "WSASendMsg's error");
      const msg = message();
      sameCode(receive(program, s, msg), 0, "WSARecvMsg's error");
      sameList((msg.name as Uint8Array).subarray(4, 8), [127, 0, 0, 1], "the source address");
      sameList(control(msg, IP_TTL), [...DWORD(9)], "the hop limit");
      sameList(control(msg, IP_TOS), [...DWORD(16)], "the type of service");
      sameCode(send(program, sender, loopback), 0, "WSASendMsg's error without control messages");
      const next = message();
      sameCode(receive(program, s, next), 0, "WSARecvMsg's error");
      equal(readDWORD(new Uint8Array(control(next, IP_TOS))), 0, "the next datagram's type of service");
    },
  },
  {
    rule: "WSASendMsg/refused",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const refused: readonly (readonly [string, Uint8Array])[] = [
        ["an unknown control message", WSACMSGHDR(IPPROTO_IP, 99, DWORD(1))],
        ["one of IPv6", WSACMSGHDR(IPPROTO_IPV6, IPV6_PKTINFO, IN6_PKTINFO(sockaddr_in6("::1", 0)))],
        ["one that is too short", WSACMSGHDR(IPPROTO_IP, IP_PKTINFO, DWORD(1))],
        ["one that is cut", WSACMSGHDR(IPPROTO_IP, IP_TTL, DWORD(1)).subarray(0, 14)],
      ];
      for (const [what, one] of refused) sameCode(send(program, s, name, one), WSAEINVAL, `the error of ${what}`);
      sameCode(send(program, program.stream(), name), WSAEINVAL, "the error of a stream");
    },
  },
  {
    rule: "SIO_GET_EXTENSION_FUNCTION_POINTER/last-error",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { s } = program.boundDatagram();
      const [guid, pointer] = [new Uint8Array(16), ref<unknown>(null)];
      encodeGuid(WSAID_WSARECVMSG, guid);
      const code = SIO_GET_EXTENSION_FUNCTION_POINTER;
      program.works(program.ws2.WSAIoctl(s, code, guid, 16, pointer, 4, ref(0), null, null), "WSAIoctl's error");
      const WSARecvMsg = pointer.value as (...args: unknown[]) => number;
      program.ws2.WSASetLastError(0);
      program.fails(WSARecvMsg(s, null, ref(0), null, null), WSAEFAULT, "the error of the function");
    },
  },
  {
    rule: "WSARecvMsg/single-fields",
    needs: ["IPv4 datagram", "option IP_TOS"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      ask(program, s, IP_RECVDSTADDR, IP_RECVIF, IP_ECN);
      const sender = program.boundDatagram();
      program.must(program.ws2.setsockopt(sender.s, IPPROTO_IP, IP_TOS, DWORD(18), 4));
      program.must(program.ws2.sendto(sender.s, bytes("data"), 4, 0, name, name.length));
      const msg = message();
      sameCode(receive(program, s, msg), 0, "WSARecvMsg's error");
      sameList(control(msg, IP_RECVDSTADDR), [...name.subarray(4, 8)], "the datagram's destination");
      equal(control(msg, IP_RECVIF).length, 4, "the bytes of its interface");
      sameList(control(msg, IP_ECN), [...DWORD(2)], "its congestion bits");
      sameList(control(msg, IP_PKTINFO), [], "a control message that no option requests");
      const source = WSACMSGHDR(IPPROTO_IP, IP_RECVDSTADDR, new Uint8Array(4));
      sameCode(send(program, sender.s, name, source), WSAEINVAL, "the error of sending such a control message");
      program.must(program.ws2.setsockopt(s, IPPROTO_IP, IP_RECVIF, DWORD(0), 4));
      program.must(program.ws2.sendto(sender.s, bytes("data"), 4, 0, name, name.length));
      const next = message();
      sameCode(receive(program, s, next), 0, "WSARecvMsg's error");
      sameList(control(next, IP_RECVIF), [], "the control message of the cleared option");
      sameList(
        control(next, IP_RECVDSTADDR),
        [...name.subarray(4, 8)],
        "the control message of the option that is still set",
      );
    },
  },
  {
    rule: "WSASendMsg/several-buffers",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const data = bytes("whole");
      const parts = (...buffers: (Uint8Array | null)[]) => buffers.map((buffer) => newWSABUF(buffer));
      const three = (msg: WSAMSG, lpBuffers: WSAMSG["lpBuffers"]) => ({ ...msg, lpBuffers, dwBufferCount: 3 });
      const out = three(newWSAMSG(name, newWSABUF(null)), parts(data.subarray(0, 2), null, data.subarray(2)));
      const room = () => three(message(), parts(new Uint8Array(1), new Uint8Array(0), new Uint8Array(8)));
      for (const overlapped of [null, newWSAOVERLAPPED()]) {
        const sender = program.datagram();
        const sent = overlapped === null ? ref(0) : null;
        program.works(program.desktop.WSASendMsg(sender, out, 0, sent, overlapped, null), "WSASendMsg's error");
        const count = overlapped === null ? sent?.value : outcomeOf(program, sender, overlapped, true).bytes;
        equal(count, 5, "the bytes sent");
        for (const dwFlags of [MSG_PEEK, 0]) {
          const msg = { ...room(), dwFlags };
          sameCode(receive(program, s, msg), 0, "WSARecvMsg's error");
          sameList(msg.lpBuffers[0].buf ?? [], data.subarray(0, 1), "the first buffer");
          sameList((msg.lpBuffers[2].buf ?? new Uint8Array(4)).slice(0, 4), data.subarray(1), "the last buffer");
          equal(sockaddrPort(msg.name as Uint8Array), program.portOf(sender), "the sender's port");
        }
      }
      const short = three(message(), parts(new Uint8Array(1), null, new Uint8Array(2)));
      sameCode(send(program, s, name), 0, "WSASendMsg's error");
      sameCode(receive(program, s, short), WSAEMSGSIZE, "the error of buffers that are too short");
      sameList(short.lpBuffers[2].buf ?? [], bytes("at"), "the last buffer");
    },
  },
  {
    rule: "WSARecvMsg/to-several",
    needs: [
      "IPv4 datagram",
      "IPv6 datagram",
      "option IP_PKTINFO",
      "option IPV6_PKTINFO",
      "option IP_ADD_MEMBERSHIP",
      "option IPV6_ADD_MEMBERSHIP",
      "option SO_BROADCAST",
    ],
    run(bench) {
      const program = bench.program();
      const [s, six] = [program.datagram(), program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0))];
      const port = program.bind(s);
      program.must(program.ws2.bind(six, sockaddr_in6("::", port), SOCKADDR_IN6_SIZE));
      ask(program, s, IP_PKTINFO);
      program.must(program.ws2.setsockopt(six, IPPROTO_IPV6, IPV6_PKTINFO, DWORD(1), 4));
      const [group, group6] = [sockaddr_in("239.1.2.3", port), sockaddr_in6("ff02::1:3", port)];
      const all = sockaddr_in("0.0.0.0", 0);
      program.must(program.ws2.setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, ip_mreq(group, all), 8));
      program.must(program.ws2.setsockopt(six, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, ipv6_mreq(group6, 0), 20));
      program.must(program.ws2.setsockopt(s, SOL_SOCKET, SO_BROADCAST, DWORD(1), 4));
      for (const [socket, to, flags] of [
        [s, sockaddr_in("127.0.0.1", port), 0],
        [s, group, MSG_MCAST],
        [s, sockaddr_in("255.255.255.255", port), MSG_BCAST],
        [six, sockaddr_in6("::1", port), 0],
        [six, group6, MSG_MCAST],
      ] as const) {
        sameCode(send(program, socket, to), 0, `WSASendMsg's error to ${sockaddrText(to)}`);
        const msg = { ...message(), name: new Uint8Array(to.length), namelen: to.length };
        sameCode(receive(program, socket, msg), 0, "WSARecvMsg's error");
        equal(msg.dwFlags, flags, `the flags of a datagram to ${sockaddrText(to)}`);
      }
    },
  },
  {
    rule: "WSARecvMsg/mapped",
    needs: ["IPv4 datagram", "IPv6 datagram", "option IP_PKTINFO", "option IP_RECVTTL", "option IPV6_V6ONLY"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
      program.must(program.ws2.setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0), 4));
      program.must(program.ws2.bind(s, sockaddr_in6("::", 0), SOCKADDR_IN6_SIZE));
      const port = portOf6(program, s);
      ask(program, s, IP_PKTINFO, IP_RECVTTL);
      const sender = program.boundDatagram();
      program.must(program.sendTo(sender.s, bytes("four"), sockaddr_in("127.0.0.1", port)));
      const msg = { ...message(), name: new Uint8Array(SOCKADDR_IN6_SIZE), namelen: SOCKADDR_IN6_SIZE };
      sameCode(receive(program, s, msg), 0, "WSARecvMsg's error");
      sameList(control(msg, IP_PKTINFO).slice(0, 4), [127, 0, 0, 1], "the datagram's destination");
      equal(control(msg, IP_TTL).length, 4, "the bytes of the hop limit");
      sameList(control(msg, IPV6_PKTINFO, IPPROTO_IPV6), [], "a message of IPv6");
    },
  },
];
