import { SOCK_STREAM, type SOCKET, setErrno, WSAEADDRINUSE, WSAENOTSOCK } from "@ws2kit/spi";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { Ws2 } from "../../subjects/ws2.js";

const NETWORK_ORDER: readonly (readonly [of: string, call: (ws2: Ws2) => number, expected: number])[] = [
  ["htons", (ws2) => ws2.htons(0x1f90), 0x901f],
  ["ntohs", (ws2) => ws2.ntohs(0x901f), 0x1f90],
  ["htonl", (ws2) => ws2.htonl(0x7f000001), 0x0100007f],
  ["ntohl", (ws2) => ws2.ntohl(0x0100007f), 0x7f000001],
];

const UNSIGNED: readonly (readonly [of: string, call: (ws2: Ws2) => number, expected: number])[] = [
  ["htonl", (ws2) => ws2.htonl(0x000000ff), 0xff000000],
  ["ntohl", (ws2) => ws2.ntohl(-1), 0xffffffff],
  ["htons", (ws2) => ws2.htons(0xff), 0xff00],
  ["htons of more than 16 bits", (ws2) => ws2.htons(0x51234), 0x3412],
  ["ntohs beyond 16 bits", (ws2) => ws2.ntohs(0x51234), 0x3412],
];

const order = (rule: Check["rule"], rows: typeof UNSIGNED): readonly Check[] =>
  rows.map(([of, call, expected]) => ({
    rule,
    of,
    run: (bench) => equal(call(bench.program().ws2), expected, `the result of ${of}`),
  }));

/** The last error, and byte order. */
export const LAST_ERROR_CHECKS: readonly Check[] = [
  ...order("byte-order/network-is-big-endian", NETWORK_ORDER),
  ...order("byte-order/unsigned", UNSIGNED),
  {
    rule: "WSAGetLastError/reads",
    run(bench) {
      const { ws2 } = bench.program();
      ws2.closesocket(4 as SOCKET);
      sameCode(ws2.WSAGetLastError(), WSAENOTSOCK, "the first look");
      sameCode(ws2.WSAGetLastError(), WSAENOTSOCK, "the second look");
    },
  },
  {
    rule: "WSAGetLastError/per-thread",
    run(bench) {
      const { ws2, control } = bench.program();
      const thread = control.openThread();
      ws2.WSASetLastError(1);
      control.runOn(thread, () => {
        sameCode(ws2.WSAGetLastError(), 0, "another thread's last error");
        ws2.WSASetLastError(2);
      });
      sameCode(ws2.WSAGetLastError(), 1, "the first thread's last error");
      control.runOn(thread, () => sameCode(ws2.WSAGetLastError(), 2, "the other thread's last error"));
    },
  },
  {
    rule: "WSASetLastError/sets",
    run(bench) {
      const { ws2 } = bench.program();
      ws2.WSASetLastError(4711);
      equal(ws2.WSAGetLastError(), 4711, "the last error");
    },
  },
  {
    rule: "last-error/from-lpErrno",
    run(bench) {
      const slots = {
        WSPBind(_s: SOCKET, _name: unknown, _namelen: number, lpErrno: { value: number }) {
          setErrno(lpErrno, WSAEADDRINUSE);
          return -1;
        },
      };
      bench.machine.install(new StubProvider({ slots }, bench.trace));
      const program = bench.program();
      const s = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
      program.fails(program.ws2.bind(s, new Uint8Array(16), 16), WSAEADDRINUSE);
    },
  },
  {
    rule: "WSASocketW/failure/last-error",
    run(bench) {
      const program = bench.program();
      equal(program.ws2.WSASocketW(4242, SOCK_STREAM, 0, null, 0, 0), -1, "WSASocketW's answer");
      equal(program.ws2.WSAGetLastError() > 0, true, "whether WSAGetLastError has a code");
      program.works(program.socket());
    },
  },
];
