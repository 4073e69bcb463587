import {
  AF_INET,
  WSA_FLAG_MULTIPOINT_C_LEAF as C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT as C_ROOT,
  copyProtocolInfo,
  WSA_FLAG_MULTIPOINT_D_LEAF as D_LEAF,
  WSA_FLAG_MULTIPOINT_D_ROOT as D_ROOT,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSAEINVAL,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { SpiSession } from "../../bench/spi-session.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Flags that a provider without rooted planes refuses, by rule. */
const REFUSED: readonly (readonly [Check["rule"], string, dwFlags: number])[] = [
  ["multipoint/exactly-one-control", "both", C_ROOT | C_LEAF | D_LEAF],
  ["multipoint/exactly-one-control", "none", D_LEAF],
  ["multipoint/exactly-one-data", "both", C_LEAF | D_ROOT | D_LEAF],
  ["multipoint/exactly-one-data", "none", C_LEAF],
  ["multipoint/c-root/needs-rooted-control", "UDP", C_ROOT | D_LEAF],
  ["multipoint/d-root/needs-rooted-data", "UDP", C_LEAF | D_ROOT],
  ["multipoint/plane-missing", "both roots", C_ROOT | D_ROOT],
];

const refused: readonly Check[] = REFUSED.map(([rule, of, dwFlags]) => ({
  rule,
  of,
  run: (bench) => expectAny(bench, dwFlags, WSAEINVAL),
  // a provider without multipoint refuses all of these flags
  opposite: (bench) => expectAny(bench, dwFlags, WSAEINVAL),
}));

/** Flags that a protocol with leaves accepts. */
const leaves: readonly Check[] = (
  ["multipoint/c-leaf/needs-multipoint", "multipoint/d-leaf/needs-multipoint"] as const
).map((rule) => ({
  rule,
  needs: ["IPv4 datagram", "IPv4 stream"],
  run(bench) {
    expectUdp(bench, C_LEAF | D_LEAF, 0);
    const program = bench.program();
    // TCP's entry lacks XP1_SUPPORT_MULTIPOINT
    program.fails(program.ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, C_LEAF | D_LEAF), WSAEINVAL, "TCP's error");
  },
  opposite: (bench) => expectAny(bench, C_LEAF | D_LEAF, WSAEINVAL),
}));

/** Opens a socket of any kind with these flags. */
function expectAny(bench: Bench, dwFlags: number, code: number): void {
  const program = bench.program();
  program.fails(program.ws2.WSASocketW(...program.anyKind, null, 0, dwFlags), code);
}

function expectUdp(bench: Bench, dwFlags: number, code: number): void {
  const program = bench.program();
  program.fails(program.ws2.WSASocketW(AF_INET, SOCK_DGRAM, 0, null, 0, dwFlags), code);
}

const EVERY_FLAG = [C_ROOT, C_LEAF, D_ROOT, D_LEAF, C_LEAF | D_LEAF, C_ROOT | D_ROOT, C_ROOT | D_LEAF];

/** Providers with and without multipoint, and the flags of multipoint sockets. */
export const MULTIPOINT_CHECKS: readonly Check[] = [
  ...refused,
  ...leaves,
  ...(["multipoint/unsupported", "multipoint/ce/built-in"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        for (const flags of EVERY_FLAG) expectAny(bench, flags, WSAEINVAL);
      },
    }),
  ),
  {
    rule: "multipoint/ce/third-party",
    brings: ["multipoint"],
    run(bench) {
      const stub = new StubProvider({ supports: { multipoint: true } }, bench.trace);
      bench.machine.install(stub);
      const program = bench.program();
      program.works(program.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, C_LEAF | D_LEAF));
      equal(stub.callsOf("WSPSocket")[0].args[5], C_LEAF | D_LEAF, "dwFlags at WSPSocket");
    },
  },
  {
    rule: "WSPJoinLeaf/ce/built-in",
    needs: ["IPv4 datagram"],
    run(bench) {
      const spi = new SpiSession(bench);
      const s = spi.works(spi.open(spi.entryOf(SOCK_DGRAM)));
      const name = sockaddr_in("239.0.0.1", 5000);
      spi.fails(
        spi.slots.WSPJoinLeaf(s, name, 16, null, null, null, null, 1, spi.lpErrno),
        WSASYSCALLFAILURE,
        "WSPJoinLeaf's error",
      );
    },
  },
  {
    rule: "sharing/ce/built-in",
    needs: ["IPv4 stream"],
    run(bench) {
      const spi = new SpiSession(bench);
      const s = spi.works(spi.open(spi.entryOf(SOCK_STREAM)));
      const info = copyProtocolInfo(spi.entryOf(SOCK_STREAM));
      const { processId } = spi.program.control;
      spi.fails(spi.slots.WSPDuplicateSocket(s, processId, info, spi.lpErrno), WSASYSCALLFAILURE);
    },
  },
  ...(["WSPSendDisconnect", "WSPRecvDisconnect"] as const).map(
    (slot): Check => ({
      rule: `${slot}/ce/built-in`,
      needs: ["IPv4 stream"],
      run(bench) {
        const spi = new SpiSession(bench);
        const s: SOCKET = spi.works(spi.open(spi.entryOf(SOCK_STREAM)));
        spi.fails(spi.slots[slot](s, null, spi.lpErrno), WSASYSCALLFAILURE, `${slot}'s error`);
      },
    }),
  ),
];
