import {
  copyProtocolInfo,
  FROM_PROTOCOL_INFO,
  MAKEWORD,
  SLOTS,
  type SlotName,
  SOCK_DGRAM,
  UPCALLS,
  WSAEINVAL,
  WSAEINVALIDPROCTABLE,
  WSAEINVALIDPROVIDER,
  WSAEPROVIDERFAILEDINIT,
  WSASYSNOTREADY,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { row, STUB_FAMILY, type StubDefinition, StubProvider } from "../../bench/stub-provider.js";
import { equal } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

function installed(bench: Bench, definition: StubDefinition) {
  const stub = new StubProvider(definition, bench.trace);
  const entries = bench.machine.install(stub);
  const program = bench.program();
  return { stub, entries, program, create: () => program.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, 0) };
}

/** Ways in which a provider's WSPStartup can fail: the resulting code, and the expected number of WSPCleanup calls. */
const FAULTS: readonly (readonly [Check["rule"], string, StubDefinition, code: number, cleanups: number])[] = [
  ["loader/startup-fails", "WSASYSNOTREADY", { startup: () => WSASYSNOTREADY }, WSAEPROVIDERFAILEDINIT, 0],
  ["loader/startup-throws", "WSPStartup", { startup: raise }, WSAEPROVIDERFAILEDINIT, 0],
  ["loader/startup-throws", "the module", { load: raise }, WSAEPROVIDERFAILEDINIT, 0],
  ["loader/version-not-2.2", "1.1", { version: MAKEWORD(1, 1) }, WSAEINVALIDPROVIDER, 1],
  ["loader/version-not-2.2", "2.1", { version: MAKEWORD(2, 1) }, WSAEINVALIDPROVIDER, 1],
  ["loader/version-not-2.2", "2.3", { version: MAKEWORD(2, 3) }, WSAEINVALIDPROVIDER, 1],
  ["loader/version-not-2.2", "3.0", { version: MAKEWORD(3, 0) }, WSAEINVALIDPROVIDER, 1],
  ["WSASocketW/error/provider-version", "0.0", { version: 0 }, WSAEINVALIDPROVIDER, 1],
  ["WSASocketW/error/procedure-table", "no slot", { empty: SLOTS }, WSAEINVALIDPROCTABLE, 0],
];

const faults: readonly Check[] = FAULTS.map(([rule, of, definition, code, cleanups]) => ({
  rule,
  of,
  run(bench) {
    const { stub, program, create } = installed(bench, definition);
    program.fails(create(), code);
    equal(stub.callsOf("WSPCleanup").length, cleanups, "WSPCleanup calls");
    program.fails(create(), code, "the error of a second attempt");
  },
}));

function raise(): never {
  throw new Error("the provider's own failure");
}

/** Slots that have no page in Windows CE's documentation. */
const PAGELESS: readonly SlotName[] = ["WSPCancelBlockingCall", "WSPGetQOSByName"];

const emptySlots: readonly Check[] = SLOTS.filter((slot) => !PAGELESS.includes(slot)).map((slot) => ({
  rule: "loader/empty-slot",
  of: slot,
  run(bench) {
    const { program, create } = installed(bench, { empty: [slot] });
    program.fails(create(), WSAEINVALIDPROCTABLE);
  },
}));

const pageless: readonly Check[] = PAGELESS.map((slot) => ({
  rule: "loader/empty-slots-without-page",
  of: slot,
  run(bench) {
    const { program, create } = installed(bench, { empty: [slot] });
    program.works(create());
  },
}));

const others: readonly Check[] = [
  {
    rule: "loader/lazy",
    run(bench) {
      const { stub, program, create } = installed(bench, {});
      program.works(program.socket());
      equal(stub.loads, 0, "loads before a socket needs it");
      program.works(create());
      equal(stub.loads, 1, "loads once a socket needs it");
    },
  },
  {
    rule: "loader/once-per-process",
    run(bench) {
      const protocols = [row({}), row({ iSocketType: SOCK_DGRAM, iProtocol: 17 })];
      const { stub, program, create } = installed(bench, { protocols });
      program.works(create());
      program.works(program.ws2.WSASocketW(STUB_FAMILY, SOCK_DGRAM, 17, null, 0, 0));
      equal(stub.startups.length, 1, "WSPStartup calls in one process");
      const second = bench.program();
      second.works(second.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, 0));
      equal(stub.startups.length, 2, "WSPStartup calls in two processes");
    },
  },
  {
    rule: "loader/unknown-entry",
    run(bench) {
      const { stub, program, entries } = installed(bench, {});
      const info = { ...copyProtocolInfo(entries[0]), dwCatalogEntryId: 999999 };
      const all = FROM_PROTOCOL_INFO;
      program.fails(program.ws2.WSASocketW(all, all, all, info, 0, 0), WSAEINVAL);
      equal(stub.loads, 0, "loads");
    },
  },
  {
    rule: "loader/module-missing",
    run(bench) {
      bench.machine.installEntries(new StubProvider({}, bench.trace));
      const program = bench.program();
      program.fails(program.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, 0), WSAEPROVIDERFAILEDINIT);
    },
  },
  {
    rule: "loader/version-requested",
    run(bench) {
      const { stub, program, create } = installed(bench, {});
      program.works(create());
      equal(stub.startups[0].version, MAKEWORD(2, 2), "wVersionRequested");
    },
  },
  {
    rule: "loader/info-that-triggered",
    run(bench) {
      const chain = { ProtocolChain: { ChainLen: 2, ChainEntries: [1, 2] } };
      const protocols = [row({}), row({ ...chain, iSocketType: SOCK_DGRAM, iProtocol: 17 })];
      const { stub, program, entries } = installed(bench, { protocols });
      program.works(program.ws2.WSASocketW(STUB_FAMILY, SOCK_DGRAM, 17, null, 0, 0));
      equal(stub.startups[0].info.dwCatalogEntryId, entries[1].dwCatalogEntryId, "the id of WSPStartup's info");
      equal(stub.startups[0].info.ProtocolChain.ChainLen, 2, "the ChainLen of WSPStartup's info");
    },
  },
  {
    rule: "loader/upcalls-by-value",
    run(bench) {
      const first: StubProvider = new StubProvider({ startup: (): number => spoil(first) }, bench.trace);
      const ProviderId = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0002";
      const protocols = [row({ iAddressFamily: STUB_FAMILY + 1 })];
      const second = new StubProvider({ ProviderId, path: "second.dll", protocols }, bench.trace);
      bench.machine.install(first);
      bench.machine.install(second);
      const program = bench.program();
      program.ws2.socket(STUB_FAMILY, 0, 0);
      program.works(program.ws2.socket(STUB_FAMILY + 1, 0, 0), "socket of the provider that was started next");
    },
  },
];

/** Overwrites every member of the upcall table that a provider received. */
function spoil(stub: StubProvider): number {
  for (const name of UPCALLS) (stub.upcalls as unknown as Record<string, unknown>)[name] = raise;
  return 0;
}

/** How ws2 loads a provider and negotiates its version. */
export const LOADING_CHECKS: readonly Check[] = [...faults, ...emptySlots, ...pageless, ...others];
