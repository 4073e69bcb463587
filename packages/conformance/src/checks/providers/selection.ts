import {
  AF_INET,
  AF_INET6,
  type GUID,
  IPPROTO_TCP,
  IPPROTO_UDP,
  PFL_HIDDEN,
  PFL_MATCHES_PROTOCOL_ZERO,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOCKET_ERROR,
  setErrno,
  WSAEAFNOSUPPORT,
  WSAEINPROGRESS,
  WSAEINVAL,
  WSAEPROTONOSUPPORT,
  WSAESOCKTNOSUPPORT,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { row, STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

type Triple = readonly [af: number, type: number, protocol: number];

const OTHER = STUB_FAMILY + 1;

/** TCP and UDP over both families. */
const INTERNET: readonly Partial<WSAPROTOCOL_INFOW>[] = [AF_INET, AF_INET6].flatMap((iAddressFamily) => [
  { iAddressFamily, iSocketType: SOCK_STREAM, iProtocol: IPPROTO_TCP },
  { iAddressFamily, iSocketType: SOCK_DGRAM, iProtocol: IPPROTO_UDP },
]);

/**
 * The errors of ws2's own selection in a catalog of the Internet protocols, before it calls a provider. Source: oracle
 * creation.
 */
const ERRORS: readonly (readonly [Check["rule"], Triple, number])[] = [
  ["WSASocketW/selection/nothing-given", [0, 0, 0], WSAEINVAL],
  ["WSASocketW/selection/nothing-given", [0, SOCK_STREAM, 0], WSAEINVAL],
  ["WSASocketW/selection/nothing-given", [0, 0xdead, 0], WSAEINVAL],
  ["WSASocketW/selection/no-family", [4242, SOCK_STREAM, IPPROTO_TCP], WSAEAFNOSUPPORT],
  ["WSASocketW/selection/no-family", [-1, SOCK_STREAM, IPPROTO_UDP], WSAEAFNOSUPPORT],
  ["WSASocketW/selection/no-family", [4242, 0, 0], WSAEAFNOSUPPORT],
  ["WSASocketW/selection/no-type", [4242, 0xdead, 0xdead], WSAESOCKTNOSUPPORT],
  ["WSASocketW/selection/no-type", [-1, -1, -1], WSAESOCKTNOSUPPORT],
  ["WSASocketW/selection/no-type", [AF_INET, -1, 0], WSAESOCKTNOSUPPORT],
  ["WSASocketW/selection/no-type", [AF_INET, 0xdead, 0], WSAESOCKTNOSUPPORT],
  ["WSASocketW/selection/no-type", [0, -1, IPPROTO_UDP], WSAESOCKTNOSUPPORT],
  ["WSASocketW/selection/no-type", [0, -1, -1], WSAESOCKTNOSUPPORT],
  ["WSASocketW/selection/no-protocol", [AF_INET, 0, -1], WSAEPROTONOSUPPORT],
  ["WSASocketW/selection/no-protocol", [0, SOCK_STREAM, -1], WSAEPROTONOSUPPORT],
  ["WSASocketW/selection/no-protocol", [0, 0, 0xdead], WSAEPROTONOSUPPORT],
  ["WSASocketW/selection/known-but-not-together", [AF_INET, SOCK_STREAM, IPPROTO_UDP], WSAEPROTONOSUPPORT],
  ["WSASocketW/selection/known-but-not-together", [AF_INET, SOCK_DGRAM, IPPROTO_TCP], WSAEPROTONOSUPPORT],
  ["WSASocketW/selection/known-but-not-together-ce", [AF_INET, SOCK_STREAM, IPPROTO_UDP], WSAEINVAL],
  ["WSASocketW/selection/known-but-not-together-ce", [AF_INET, SOCK_DGRAM, IPPROTO_TCP], WSAEINVAL],
];

const errors: readonly Check[] = ERRORS.map(([rule, triple, code]) => ({
  rule,
  of: triple.join(", "),
  run(bench) {
    const { program } = stubsAlone(bench, INTERNET);
    program.fails(program.ws2.socket(...triple), code);
    program.fails(program.ws2.WSASocketW(...triple, null, 0, 0), code);
  },
}));

/** Catalogs of stubs only: the index of the entry that serves a request, or the code. */
interface Choice {
  readonly rule: Check["rule"];
  readonly of: string;
  readonly entries: readonly Partial<WSAPROTOCOL_INFOW>[];
  readonly asked: Triple;
  readonly served: number | { readonly code: number };
}

const LAYER = { ProtocolChain: { ChainLen: 0, ChainEntries: [] } };
const STREAM = { iSocketType: SOCK_STREAM, iProtocol: 6 };
const DATAGRAM = { iSocketType: SOCK_DGRAM, iProtocol: 17 };
const NO_ZERO = { dwProviderFlags: 0 };
const F = STUB_FAMILY;

const CHOICES: readonly Choice[] = [
  {
    rule: "WSASocketW/selection/first-match",
    of: "of two alike",
    entries: [STREAM, STREAM],
    asked: [F, 1, 6],
    served: 0,
  },
  {
    rule: "WSASocketW/selection/first-match",
    of: "behind others",
    entries: [{ ...STREAM, iAddressFamily: OTHER }, DATAGRAM, STREAM],
    asked: [F, 1, 6],
    served: 2,
  },
  { rule: "WSASocketW/selection/wildcards", of: "af", entries: [DATAGRAM, STREAM], asked: [0, 1, 6], served: 1 },
  { rule: "WSASocketW/selection/wildcards", of: "type", entries: [DATAGRAM, STREAM], asked: [F, 0, 6], served: 1 },
  {
    rule: "WSASocketW/selection/type-by-protocol",
    of: "17",
    entries: [STREAM, DATAGRAM],
    asked: [0, 0, 17],
    served: 1,
  },
  {
    rule: "WSASocketW/selection/protocol-zero",
    of: "passes over an entry without the flag",
    entries: [{ ...STREAM, ...NO_ZERO }, STREAM],
    asked: [F, 1, 0],
    served: 1,
  },
  {
    rule: "WSASocketW/selection/protocol-zero",
    of: "no entry has the flag",
    entries: [{ ...STREAM, ...NO_ZERO }],
    asked: [F, 1, 0],
    served: { code: WSAEPROTONOSUPPORT },
  },
  {
    rule: "WSASocketW/selection/protocol-range",
    of: "its last",
    entries: [{ ...STREAM, iProtocolMaxOffset: 4 }],
    asked: [F, 1, 10],
    served: 0,
  },
  {
    rule: "WSASocketW/selection/protocol-range",
    of: "beyond it",
    entries: [{ ...STREAM, iProtocolMaxOffset: 4 }],
    asked: [F, 1, 11],
    served: { code: WSAEPROTONOSUPPORT },
  },
  {
    rule: "WSASocketW/selection/protocol-range",
    of: "before it",
    entries: [{ ...STREAM, iProtocolMaxOffset: 4 }],
    asked: [F, 1, 5],
    served: { code: WSAEPROTONOSUPPORT },
  },
  {
    rule: "WSASocketW/selection/skips-unchained-layers",
    of: "a layer first",
    entries: [{ ...STREAM, ...LAYER }, STREAM],
    asked: [F, 1, 6],
    served: 1,
  },
  {
    rule: "WSASocketW/selection/skips-unchained-layers",
    of: "a chain is taken",
    entries: [{ ...STREAM, ProtocolChain: { ChainLen: 2, ChainEntries: [1, 2] } }, STREAM],
    asked: [F, 1, 6],
    served: 0,
  },
  {
    rule: "WSASocketW/selection/unchained-layers-no-partial-match",
    of: "family",
    entries: [{ ...STREAM, ...LAYER }],
    asked: [F, SOCK_RAW, 6],
    served: { code: WSAEAFNOSUPPORT },
  },
  {
    rule: "WSASocketW/selection/unchained-layers-no-partial-match",
    of: "family and type",
    entries: [{ ...STREAM, ...LAYER }, DATAGRAM],
    asked: [F, SOCK_STREAM, 99],
    served: { code: WSAESOCKTNOSUPPORT },
  },
  {
    rule: "WSASocketW/selection/hidden-entries",
    of: "chosen",
    entries: [{ ...STREAM, dwProviderFlags: PFL_HIDDEN | PFL_MATCHES_PROTOCOL_ZERO }],
    asked: [F, 1, 0],
    served: 0,
  },
];

const choices: readonly Check[] = CHOICES.map(({ rule, of, entries, asked, served }) => ({
  rule,
  of,
  run(bench) {
    const { stub, program, installed } = stubsAlone(bench, entries);
    const result = program.ws2.WSASocketW(...asked, null, 0, 0);
    if (typeof served !== "number") return program.fails(result, served.code);
    program.works(result);
    const info = stub.callsOf("WSPSocket")[0].args[3] as WSAPROTOCOL_INFOW;
    equal(info.dwCatalogEntryId, installed[served].dwCatalogEntryId, "the entry that serves");
  },
}));

/** A machine whose catalog has these entries and no others. */
function stubsAlone(bench: Bench, entries: readonly Partial<WSAPROTOCOL_INFOW>[]) {
  bench.machine.emptyCatalog();
  const stub = new StubProvider({ protocols: entries.map(row) }, bench.trace);
  const installed = bench.machine.install(stub);
  return { stub, installed, program: bench.machine.program() };
}

/**
 * Entries that fail at different steps of the selection, in every order: the entry that passes most steps decides the
 * error.
 */
const DEEPEST: readonly Partial<WSAPROTOCOL_INFOW>[] = [{ iAddressFamily: OTHER, ...DATAGRAM }, DATAGRAM, STREAM];
const ORDERS: readonly (readonly [number, number, number])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

const deepest: readonly Check[] = ORDERS.map((order) => ({
  rule: "WSASocketW/selection/deepest-stage",
  of: `entries in order ${order.join("")}`,
  run(bench) {
    const { program } = stubsAlone(
      bench,
      order.map((i) => DEEPEST[i]),
    );
    program.fails(program.ws2.WSASocketW(F, SOCK_STREAM, 99, null, 0, 0), WSAEPROTONOSUPPORT, "family and type fit");
    program.fails(program.ws2.WSASocketW(F, SOCK_RAW, 99, null, 0, 0), WSAESOCKTNOSUPPORT, "the family fits");
    program.fails(program.ws2.WSASocketW(F + 5, SOCK_STREAM, 99, null, 0, 0), WSAEAFNOSUPPORT, "no family fits");
    program.fails(program.ws2.WSASocketW(F + 5, SOCK_RAW, 99, null, 0, 0), WSAESOCKTNOSUPPORT, "nothing fits");
  },
}));

const SECOND: GUID = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0002";

const noRescan: Check = {
  rule: "WSASocketW/selection/no-rescan",
  run(bench) {
    const busy = new StubProvider(
      {
        slots: {
          WSPSocket(_af, _type, _protocol, _info, _g, _flags, lpErrno) {
            setErrno(lpErrno, WSAEINPROGRESS);
            return SOCKET_ERROR as never;
          },
        },
      },
      bench.trace,
    );
    const next = new StubProvider({ ProviderId: SECOND, path: "next.dll" }, bench.trace);
    bench.machine.install(busy);
    bench.machine.install(next);
    const program: Program = bench.program();
    program.fails(program.ws2.WSASocketW(F, SOCK_STREAM, IPPROTO_TCP, null, 0, 0), WSAEINPROGRESS);
    equal(next.callsOf("WSPSocket").length, 0, "WSPSocket calls of the next entry's provider");
  },
};

/** How ws2 finds the provider for a family, a type and a protocol. */
export const SELECTION_CHECKS: readonly Check[] = [...errors, ...choices, ...deepest, noRescan];
