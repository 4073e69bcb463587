import { ref, SOCKET_ERROR, WSAEFAULT, WSAEINVAL, WSANO_RECOVERY } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NOBODY = "11111111-2222-3333-4444-555555555555";

function installed(bench: Bench) {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  const errno = ref(0);
  /** Holds that a configuration call has just failed with this code. */
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
      equal(program.ws2.WSCGetProviderPath(stub.ProviderId, path, length, errno), 0, "the answer");
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
      equal(program.desktop.WSCWriteProviderOrder(reversed, reversed.length), 0, "the answer");
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
        sameCode(program.desktop.WSCWriteProviderOrder(wrong, wrong.length), WSAEINVAL, "the answer");
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
      equal(program.desktop.WSCUpdateProvider(ProviderId, "other.dll", infos, 1, errno), 0, "the answer");
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
      equal(alone() - before, 1, "the new layers that stand by themselves");
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
      equal(program.ws2.WSCInstallProvider(NOBODY, "chain.dll", chainOf(7), 1, errno), 0, "the answer for seven");
    },
  },
  {
    rule: "WSCInstallProvider/unprivileged",
    run(bench) {
      const stub = new StubProvider({}, bench.trace);
      const process = bench.machine.machine.openProcess({ privileged: false });
      const errno = ref(0);
      const result = process.WSCInstallProvider(stub.ProviderId, stub.path, stub.protocols, 1, errno);
      equal(result, SOCKET_ERROR, "the answer");
      sameCode(errno.value, WSANO_RECOVERY, "the error");
    },
  },
];

/** The functions that configure the catalog. */
export const CONFIGURATION_CHECKS: readonly Check[] = [...paths, ...orders, ...changes];
