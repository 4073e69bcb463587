import {
  decodeProtocolInfo,
  encodeProtocolInfo,
  FROM_PROTOCOL_INFO,
  newWSAPROTOCOL_INFOW,
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const FROM = FROM_PROTOCOL_INFO;

/** Makes the info with which another process opens a socket's duplicate. */
function duplicate(program: Program, s: SOCKET, processId: number): WSAPROTOCOL_INFOW {
  const info = newWSAPROTOCOL_INFOW();
  program.works(program.ws2.WSADuplicateSocketW(s, processId, info), "WSADuplicateSocketW's error");
  return info;
}

/** A datagram socket of one process, and its descriptor in another. */
function shared(bench: Bench) {
  const [source, target] = [bench.program(), bench.program()];
  const { s, name } = source.boundDatagram();
  const info = duplicate(source, s, target.control.processId);
  const second = target.works(target.ws2.WSASocketW(FROM, FROM, FROM, info, 0, 0));
  return { source, s, name, target, second };
}

const sharing: readonly Check[] = [
  {
    rule: "WSADuplicateSocketW/other-process",
    needs: ["IPv4 datagram"],
    run(bench) {
      const [source, target] = [bench.program(), bench.program()];
      const { s, name } = source.boundDatagram();
      const sent = encodeProtocolInfo(duplicate(source, s, target.control.processId));
      equal(sent.length, 628, "the bytes of the info");
      const info = decodeProtocolInfo(sent);
      const second = target.works(target.ws2.WSASocketW(FROM, FROM, FROM, info, 0, 0));
      equal(target.portOf(second), source.portOf(s), "the port that the other process sees");
      source.must(source.sendTo(source.datagram(), bytes("shared"), name));
      sameList(target.receive(second) ?? [], bytes("shared"), "what the other process receives");
    },
  },
  {
    rule: "WSADuplicateSocketW/wrong-process",
    run(bench) {
      const [source, target, third] = [bench.program(), bench.program(), bench.program()];
      // the process must use the provider, whose end then drops the duplicates that the process did not open
      target.socket();
      const info = duplicate(source, source.socket(), target.control.processId);
      third.fails(third.ws2.WSASocketW(FROM, FROM, FROM, info, 0, 0), WSAEINVAL);
    },
  },
  {
    rule: "WSADuplicateSocketW/own-process",
    run(bench) {
      const program = bench.program();
      const info = duplicate(program, program.socket(), program.control.processId);
      const [af, type, protocol] = program.anyKind;
      equal(info.iAddressFamily, af, "the family");
      equal(info.iSocketType, type, "the type");
      equal(info.iProtocol, protocol, "the protocol");
      program.works(program.ws2.WSASocketW(0, 0, 0, info, 0, 0));
    },
  },
  {
    rule: "WSADuplicateSocketW/bound-later",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const info = duplicate(program, s, program.control.processId);
      const second = program.works(program.ws2.WSASocketW(FROM, FROM, FROM, info, 0, 0));
      program.bind(s);
      program.fails(program.ws2.recvfrom(second, new Uint8Array(1), 1, 0, null, null), WSAEINVAL);
    },
  },
  {
    rule: "sharing/terminated",
    needs: ["IPv4 datagram"],
    run(bench) {
      const { source, name, target, second } = shared(bench);
      source.control.terminate();
      const other = bench.program();
      const sender = other.datagram();
      other.must(other.sendTo(sender, bytes("on"), name));
      other.must(other.ws2.closesocket(sender));
      sameList(target.receive(second) ?? [], bytes("on"), "what the other process receives");
      target.works(target.ws2.closesocket(second));
      equal(bench.machine.counters.sockets, 0, "the sockets that are left");
    },
  },
  {
    rule: "sharing/terminated",
    of: "one that it has not opened yet",
    needs: ["IPv4 datagram"],
    run(bench) {
      const [source, target] = [bench.program(), bench.program()];
      // the process must use the provider      target.datagram();
      const { s } = source.boundDatagram();
      const port = source.portOf(s);
      duplicate(source, s, target.control.processId);
      target.control.terminate();
      source.works(source.ws2.closesocket(s));
      equal(bench.machine.counters.sockets, 0, "the sockets that are left");
      equal(source.bind(source.datagram(), port), port, "the port that is free again");
    },
  },
  {
    rule: "sharing/data",
    needs: ["IPv4 datagram"],
    run(bench) {
      const { source, s, name, target, second } = shared(bench);
      const sender = source.datagram();
      source.must(source.sendTo(sender, bytes("one"), name));
      source.must(source.sendTo(sender, bytes("two"), name));
      sameList(target.receive(second) ?? [], bytes("one"), "what the second descriptor receives");
      sameList(source.receive(s) ?? [], bytes("two"), "what the first descriptor receives");
    },
  },
];

/** Invalid arguments of WSADuplicateSocketW, and the order in which they are tested. */
const REFUSED: readonly (readonly [
  Check["rule"],
  of: string,
  (program: Program) => { s: SOCKET; process: number; info: WSAPROTOCOL_INFOW | null },
  code: number,
])[] = [
  [
    "WSADuplicateSocketW/socket-first",
    "all bad",
    () => ({ s: 0x4444444 as SOCKET, process: 0, info: null }),
    WSAENOTSOCK,
  ],
  ["WSADuplicateSocketW/process", "0", (program) => ({ s: program.socket(), process: 0, info: null }), WSAEINVAL],
  ["WSADuplicateSocketW/process", "-1", (program) => ({ s: program.socket(), process: -1, info: null }), WSAEINVAL],
  [
    "WSADuplicateSocketW/info",
    "null",
    (program) => ({ s: program.socket(), process: program.control.processId, info: null }),
    WSAEFAULT,
  ],
];

const refused: readonly Check[] = REFUSED.map(([rule, of, args, code]) => ({
  rule,
  of,
  run(bench) {
    const program = bench.program();
    const { s, process, info } = args(program);
    program.fails(program.ws2.WSADuplicateSocketW(s, process, info as WSAPROTOCOL_INFOW), code);
  },
}));

/** WSADuplicateSocketW, and one socket in two processes. */
export const SHARING_ACROSS_PROCESSES_CHECKS: readonly Check[] = [...sharing, ...refused];
