import { LSP_FIREWALL, LSP_INSPECTOR, LSP_SYSTEM } from "@ws2kit/core";
import {
  DWORD,
  MAX_PROTOCOL_CHAIN,
  PFL_HIDDEN,
  type Ref,
  readDWORD,
  ref,
  SOCKET_ERROR,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NOBODY = "11111111-2222-3333-4444-555555555555";

function installed(bench: Bench) {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  const errno = ref(0);
  /** Asserts that the last configuration call failed with this code. */
  const refuses = (result: number, code: number) =>
    sameCode(result === SOCKET_ERROR ? errno.value : 0, code, "the error");
  return { stub, program, errno, refuses };
}

const paths: readonly Check[] = [
  {
    rule: "WSCGetProviderPath/path",
    run(bench) {
      const { stub, program, errno } = installed(bench);
      const [path, length] = [ref(""), ref(260)];
      equal(program.ws2.WSCGetProviderPath(stub.ProviderId, path, length, errno), 0, "the result");
      equal(path.value, stub.path, "the path");
      equal(length.value, stub.path.length + 1, "the length");
    },
  },
  {
    rule: "WSCGetProviderPath/short",
    run(bench) {
      const { stub, program, errno, refuses } = installed(bench);
      const path = ref("as it was");
      refuses(program.ws2.WSCGetProviderPath(stub.ProviderId, path, ref(stub.path.length), errno), WSAEFAULT);
      equal(path.value, "as it was", "the path");
    },
  },
  {
    rule: "WSCGetProviderPath/unknown",
    run(bench) {
      const { program, errno, refuses } = installed(bench);
      const length = ref(260);
      refuses(program.ws2.WSCGetProviderPath(NOBODY, ref(""), length, errno), WSAEINVAL);
      equal(length.value, 260, "the length");
    },
  },
  ...[0, 1, 2].map(
    (at): Check => ({
      rule: "WSCGetProviderPath/null",
      of: ["lpProviderId", "lpszProviderDllPath", "lpProviderDllPathLen"][at],
      run(bench) {
        const { stub, program, errno, refuses } = installed(bench);
        const args: unknown[] = [stub.ProviderId, ref(""), ref(260)];
        args[at] = null;
        const [id, path, length] = args as [string, { value: string }, { value: number }];
        refuses(program.ws2.WSCGetProviderPath(id, path, length, errno), WSAEFAULT);
      },
    }),
  ),
];

const ids = (bench: Bench) => bench.machine.machine.catalog.entries.map((entry) => entry.dwCatalogEntryId);

const orders: readonly Check[] = [
  {
    rule: "WSCWriteProviderOrder/orders",
    run(bench) {
      const { program } = installed(bench);
      const reversed = ids(bench).reverse();
      equal(program.desktop.WSCWriteProviderOrder(reversed, reversed.length), 0, "the result");
      sameList(ids(bench), reversed, "the catalog's order");
    },
  },
  ...(
    [
      ["one missing", (all: number[]) => all.slice(1)],
      ["one twice", (all: number[]) => [...all.slice(1), all[1]]],
      ["one unknown", (all: number[]) => [...all.slice(1), 999999]],
    ] as const
  ).map(
    ([of, change]): Check => ({
      rule: "WSCWriteProviderOrder/complete",
      of,
      run(bench) {
        const { program } = installed(bench);
        const before = ids(bench);
        const wrong = change([...before]);
        sameCode(program.desktop.WSCWriteProviderOrder(wrong, wrong.length), WSAEINVAL, "the result");
        sameList(ids(bench), before, "the catalog's order");
      },
    }),
  ),
];

const changes: readonly Check[] = [
  {
    rule: "WSCUpdateProvider/replaces",
    run(bench) {
      const { stub, program, errno } = installed(bench);
      const { ProviderId } = stub;
      const [entry] = bench.machine.machine.catalog.entries.filter((each) => each.ProviderId === ProviderId);
      const infos = [{ ...entry, szProtocol: "Renamed" }];
      equal(program.desktop.WSCUpdateProvider(ProviderId, "other.dll", infos, 1, errno), 0, "the result");
      const { catalog } = bench.machine.machine;
      equal(catalog.pathOf(stub.ProviderId), "other.dll", "the path");
      const names = catalog.entries.filter((entry) => entry.ProviderId === ProviderId).map((entry) => entry.szProtocol);
      equal(names.join(), "Renamed", "the provider's entries");
    },
  },
  {
    rule: "WSCUpdateProvider/unknown",
    run(bench) {
      const { program, errno, refuses, stub } = installed(bench);
      refuses(program.desktop.WSCUpdateProvider(NOBODY, "other.dll", stub.protocols, 1, errno), WSAEINVAL);
    },
  },
  {
    rule: "WSCInstallProviderAndChains/layer",
    run(bench) {
      const { program, errno, stub } = installed(bench);
      const { catalog } = bench.machine.machine;
      const alone = () => catalog.entries.filter((entry) => entry.ProtocolChain.ChainLen === 0).length;
      const before = alone();
      const target = catalog.entries.find((entry) => entry.iAddressFamily === STUB_FAMILY);
      holds(target !== undefined, "whether there is an entry to layer over");
      const id = "22222222-2222-3333-4444-555555555555";
      const call = program.desktop.WSCInstallProviderAndChains;
      const result = call(id, "layer.dll", "Layer", 0, [...stub.protocols], 1, ref(0), errno);
      sameCode(result === 0 ? 0 : errno.value, 0, "the error");
      equal(catalog.entries[0].ProtocolChain.ChainLen, 2, "the length of the first entry's chain");
      equal(alone() - before, 1, "the new entries that are a layer's own");
    },
  },
  {
    rule: "propagation/chain-length",
    run(bench) {
      const { program, errno, refuses } = installed(bench);
      const chainOf = (ChainLen: number) => {
        const ProtocolChain = { ChainLen, ChainEntries: new Array<number>(ChainLen).fill(1001) };
        return [{ ...new StubProvider().protocols[0], ProtocolChain }];
      };
      refuses(program.ws2.WSCInstallProvider(NOBODY, "chain.dll", chainOf(8), 1, errno), WSAEINVAL);
      equal(program.ws2.WSCInstallProvider(NOBODY, "chain.dll", chainOf(7), 1, errno), 0, "the result for seven");
    },
  },
  {
    rule: "WSCInstallProvider/unprivileged",
    run(bench) {
      const stub = new StubProvider({}, bench.trace);
      const process = bench.machine.machine.openProcess({ privileged: false });
      const errno = ref(0);
      const result = process.WSCInstallProvider(stub.ProviderId, stub.path, stub.protocols, 1, errno);
      equal(result, SOCKET_ERROR, "the result");
      sameCode(errno.value, WSANO_RECOVERY, "the error");
    },
  },
];

const LAYER = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0101";
const CHAIN = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0102";
const CHAIN_NAME = "A chain with a layer";

/** A machine with a layer and a chain of that layer over a base. */
function layered(bench: Bench): void {
  const { trace, machine } = bench;
  const [base] = machine.install(new StubProvider({}, trace));
  const noChain = new Array<number>(MAX_PROTOCOL_CHAIN).fill(0);
  const layer = new StubProvider({ ProviderId: LAYER, path: "layer.dll" }, trace);
  const hidden = { dwProviderFlags: PFL_HIDDEN, ProtocolChain: { ChainLen: 0, ChainEntries: noChain } };
  const [own] = machine.install(layer, [{ ...layer.protocols[0], ...hidden }]);
  const chain = new StubProvider({ ProviderId: CHAIN, path: "layer.dll" }, trace);
  const ChainEntries = [own.dwCatalogEntryId, base.dwCatalogEntryId, ...noChain.slice(2)];
  machine.install(chain, [
    { ...chain.protocols[0], szProtocol: CHAIN_NAME, ProtocolChain: { ChainLen: 2, ChainEntries } },
  ]);
}

/** Whether the catalog that an application reads has the chain. */
function seesChain(bench: Bench, application: string): boolean {
  const { ws2 } = bench.machine.program(application);
  const found: WSAPROTOCOL_INFOW[] = [];
  const length = ref(0);
  ws2.WSAEnumProtocolsW(null, null, length);
  ws2.WSAEnumProtocolsW(null, found, length);
  return found.some(({ szProtocol }) => szProtocol === CHAIN_NAME);
}

/** Sets the permitted LSP categories of an application. Returns the code. */
function allow({ desktop }: Program, application: string, categories: number, before: Ref<number> | null = null) {
  const errno = ref(0);
  const { length } = application;
  const result = desktop.WSCSetApplicationCategory(application, length, null, 0, categories, before, errno);
  return result === 0 ? 0 : errno.value;
}

function categorize({ desktop }: Program, ProviderId: string, categories: number): number {
  const errno = ref(0);
  return desktop.WSCSetProviderInfo(ProviderId, 0, DWORD(categories), 4, 0, errno) === 0 ? 0 : errno.value;
}

const categories: readonly Check[] = [
  {
    rule: "WSCSetApplicationCategory/permits",
    run(bench) {
      layered(bench);
      const program = bench.program();
      sameCode(allow(program, "firewall", LSP_FIREWALL), 0, "WSCSetApplicationCategory's error");
      sameCode(allow(program, "system", LSP_SYSTEM | LSP_FIREWALL), 0, "WSCSetApplicationCategory's error");
      for (const [layer, byFirewall, bySystem] of [
        [0, false, false],
        [LSP_FIREWALL, true, false],
        [LSP_FIREWALL | LSP_INSPECTOR, false, false],
        [LSP_SYSTEM, false, true],
        [LSP_SYSTEM | LSP_FIREWALL, false, true],
      ] as const) {
        sameCode(categorize(program, LAYER, layer), 0, "WSCSetProviderInfo's error");
        const what = `whether a layer of 0x${(layer >>> 0).toString(16)} is there`;
        equal(seesChain(bench, "firewall"), byFirewall, `${what} for LSP_FIREWALL`);
        equal(seesChain(bench, "system"), bySystem, `${what} for LSP_SYSTEM and LSP_FIREWALL`);
        holds(seesChain(bench, "other"), `${what} for an application without categories`);
      }
    },
  },
  {
    rule: "WSCSetApplicationCategory/adds",
    run(bench) {
      const program = bench.program();
      const [before, now, errno] = [ref(7), ref(7), ref(0)];
      const get = () => program.desktop.WSCGetApplicationCategory("APP", 3, null, 0, now, errno);
      equal(get(), SOCKET_ERROR, "the result for an application without categories");
      sameCode(errno.value, WSANO_RECOVERY, "its error");
      sameCode(allow(program, "app", LSP_SYSTEM, before), 0, "WSCSetApplicationCategory's error");
      equal(before.value, 0, "the categories before");
      sameCode(allow(program, "app", LSP_FIREWALL, before), 0, "WSCSetApplicationCategory's error");
      equal(before.value, LSP_SYSTEM, "the categories before");
      equal(get(), 0, "WSCGetApplicationCategory's answer");
      equal(now.value, (LSP_SYSTEM | LSP_FIREWALL) >>> 0, "the categories");
    },
  },
  {
    rule: "WSCSetProviderInfo/categories",
    run(bench) {
      const { stub, program, errno, refuses } = installed(bench);
      const { WSCGetProviderInfo } = program.desktop;
      sameCode(categorize(program, stub.ProviderId, LSP_INSPECTOR), 0, "WSCSetProviderInfo's error");
      const [info, size] = [DWORD(0), ref(4)];
      equal(WSCGetProviderInfo(stub.ProviderId, 0, info, size, 0, errno), 0, "WSCGetProviderInfo's answer");
      equal(readDWORD(info), LSP_INSPECTOR, "the categories");
      sameCode(
        categorize(program, NOBODY, LSP_INSPECTOR),
        WSANO_RECOVERY,
        "the error of a provider that is not installed",
      );
      refuses(WSCGetProviderInfo(NOBODY, 0, info, size, 0, errno), WSANO_RECOVERY);
      refuses(WSCGetProviderInfo(stub.ProviderId, 9, info, size, 0, errno), WSANO_RECOVERY);
      refuses(WSCGetProviderInfo(null as never, 0, info, size, 0, errno), WSAEFAULT);
    },
  },
];

/** The functions that configure the catalog. */
export const CONFIGURATION_CHECKS: readonly Check[] = [...paths, ...orders, ...changes, ...categories];
