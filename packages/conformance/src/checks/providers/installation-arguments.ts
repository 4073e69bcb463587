import {
  ref,
  SOCKET_ERROR,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
  XP1_IFS_HANDLES,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { row, STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const PROVIDER = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0201";
const NOBODY = "11111111-2222-3333-4444-555555555555";

/** Two entries that differ in their protocol. */
function twoEntries(bench: Bench): readonly WSAPROTOCOL_INFOW[] {
  const protocols = [row({ iProtocol: 6 }), row({ iProtocol: 17 })];
  return new StubProvider({ ProviderId: PROVIDER, protocols }, bench.trace).protocols;
}

/** The protocols of a provider's entries, in the order of the catalog. */
function protocolsOf(bench: Bench, ProviderId: string): readonly number[] {
  const { entries } = bench.machine.machine.catalog;
  return entries.filter((entry) => entry.ProviderId === ProviderId).map((entry) => entry.iProtocol);
}

/** Arguments that a function refuses, with the code: identifier, path, list and count. */
type Refusal = readonly [code: number, what: string, id: unknown, path: unknown, list: unknown, count: unknown];

function refusals(infos: readonly WSAPROTOCOL_INFOW[]): readonly Refusal[] {
  return [
    [WSAEFAULT, "without a ProviderId", null, "a.dll", infos, 2],
    [WSAEFAULT, "without a path", PROVIDER, null, infos, 2],
    [WSAEFAULT, "without a list", PROVIDER, "a.dll", null, 2],
    [WSAEFAULT, "with a null entry", PROVIDER, "a.dll", [infos[0], null], 2],
    [WSAEFAULT, "with a list that is shorter than the count", PROVIDER, "a.dll", infos, 3],
    [WSAEINVAL, "without entries", PROVIDER, "a.dll", infos, 0],
    [WSAEINVAL, "with an identifier that is no GUID", "no GUID", "a.dll", infos, 2],
  ];
}

const LAYER = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0301";

/** What the functions that change the catalog refuse, and what they use of their arguments. */
export const INSTALLATION_ARGUMENT_CHECKS: readonly Check[] = [
  {
    rule: "WSCInstallProvider/arguments",
    run(bench) {
      const { ws2 } = bench.program();
      const infos = twoEntries(bench);
      for (const [code, what, ...args] of refusals(infos)) {
        const errno = ref(0);
        equal(
          ws2.WSCInstallProvider(...(args as [never, never, never, never]), errno),
          SOCKET_ERROR,
          `the result ${what}`,
        );
        sameCode(errno.value, code, `the error ${what}`);
      }
      sameList(protocolsOf(bench, PROVIDER), [], "the protocols of the entries afterwards");
    },
  },
  {
    rule: "WSCInstallProvider/count",
    run(bench) {
      const { ws2 } = bench.program();
      const infos = twoEntries(bench);
      equal(ws2.WSCInstallProvider(PROVIDER.toLowerCase(), "a.dll", infos, 1, ref(0)), 0, "the result");
      sameList(protocolsOf(bench, PROVIDER), [6], "the protocols of the entries, with the GUID in capital letters");
    },
  },
  {
    rule: "WSCDeinstallProvider/arguments",
    run(bench) {
      const { ws2 } = bench.program();
      ws2.WSCInstallProvider(PROVIDER, "a.dll", twoEntries(bench), 2, ref(0));
      for (const [id, code] of [
        [null, WSAEFAULT],
        ["no GUID", WSAEINVAL],
      ] as const) {
        const errno = ref(0);
        equal(ws2.WSCDeinstallProvider(id as never, errno), SOCKET_ERROR, `the result for ${id}`);
        sameCode(errno.value, code, `the error for ${id}`);
      }
      const errno = ref(0);
      const process = bench.machine.machine.openProcess({ privileged: false });
      equal(process.WSCDeinstallProvider(PROVIDER, errno), SOCKET_ERROR, "the result without privilege");
      sameCode(errno.value, WSANO_RECOVERY, "the error without privilege");
      sameList(protocolsOf(bench, PROVIDER), [6, 17], "the protocols of the entries afterwards");
    },
  },
  {
    rule: "WSCUpdateProvider/arguments",
    run(bench) {
      const { desktop } = bench.program();
      desktop.WSCInstallProvider(PROVIDER, "a.dll", twoEntries(bench), 2, ref(0));
      const { catalog } = bench.machine.machine;
      const own = catalog.entries.filter((entry) => entry.ProviderId === PROVIDER);
      for (const [code, what, ...args] of refusals(own)) {
        const errno = ref(0);
        equal(
          desktop.WSCUpdateProvider(...(args as [never, never, never, never]), errno),
          SOCKET_ERROR,
          `the result ${what}`,
        );
        sameCode(errno.value, code, `the error ${what}`);
      }
      const errno = ref(0);
      const foreign = [{ ...own[0], dwCatalogEntryId: 4711 }];
      equal(
        desktop.WSCUpdateProvider(PROVIDER, "b.dll", foreign, 1, errno),
        SOCKET_ERROR,
        "the result for another entry",
      );
      sameCode(errno.value, WSAEINVAL, "the error for another entry");
      const renamed = own.map((entry) => ({ ...entry, szProtocol: "Renamed" }));
      equal(desktop.WSCUpdateProvider(PROVIDER, "b.dll", renamed, 1, errno), 0, "the result for the first entry");
      const names = () =>
        catalog.entries.filter((entry) => entry.ProviderId === PROVIDER).map((entry) => entry.szProtocol);
      equal(names().join(), "Renamed,Stub", "the names of the entries");
      equal(catalog.pathOf(PROVIDER), "b.dll", "the path");
    },
  },
  {
    rule: "WSCWriteProviderOrder/arguments",
    run(bench) {
      const { desktop } = bench.program();
      const { catalog } = bench.machine.machine;
      const ids = () => catalog.entries.map((entry) => entry.dwCatalogEntryId);
      const before = ids();
      const order = [...before].reverse();
      const call = desktop.WSCWriteProviderOrder;
      sameCode(call(null as never, order.length), WSAEINVAL, "the result without a list");
      sameCode(call(order, order.length + 1), WSAEINVAL, "the result for a list that is shorter than the count");
      sameCode(call(order, order.length - 1), WSAEINVAL, "the result for all entries but one");
      sameList(ids(), before, "the order afterwards");
      equal(call([...order, 4711], order.length), 0, "the result for a list that is longer than the count");
      sameList(ids(), order, "the order after that");
    },
  },
  {
    rule: "WSCInstallProviderAndChains/arguments",
    run(bench) {
      const { desktop } = bench.program();
      const infos = twoEntries(bench);
      desktop.WSCInstallProvider(PROVIDER, "a.dll", infos, 2, ref(0));
      const { catalog } = bench.machine.machine;
      const before = catalog.entries.length;
      const call = desktop.WSCInstallProviderAndChains;
      const refuses = (code: number, what: string, id: unknown, name: unknown, list: unknown, count: number) => {
        const errno = ref(0);
        const result = call(id as never, "l.dll", name as never, 0, list as never, count, ref(0), errno);
        equal(result, SOCKET_ERROR, `the result ${what}`);
        sameCode(errno.value, code, `the error ${what}`);
      };
      const unknown = [{ ...infos[0], iProtocol: 99 }];
      refuses(WSAEFAULT, "without a ProviderId", null, "Layer", infos, 1);
      refuses(WSAEFAULT, "without a name", LAYER, null, infos, 1);
      refuses(WSAEINVAL, "with an identifier that is no GUID", "no GUID", "Layer", infos, 1);
      refuses(WSAEINVAL, "for an installed provider", PROVIDER, "Layer", infos, 1);
      refuses(WSAEINVAL, "over a protocol that no entry has", LAYER, "Layer", unknown, 1);
      refuses(WSAEINVAL, "over no entry", LAYER, "Layer", infos, 0);
      equal(catalog.entries.length, before, "the number of entries afterwards");
    },
  },
  {
    rule: "WSCInstallProviderAndChains/chains",
    run(bench) {
      const { desktop } = bench.program();
      const infos = twoEntries(bench);
      desktop.WSCInstallProvider(PROVIDER, "a.dll", infos, 2, ref(0));
      const { catalog } = bench.machine.machine;
      const bases = catalog.entries.filter((entry) => entry.ProviderId === PROVIDER);
      const [own, errno] = [ref(0), ref(0)];
      const call = desktop.WSCInstallProviderAndChains;
      equal(call(LAYER, "l.dll", "Layer", XP1_IFS_HANDLES, [...infos], 2, own, errno), 0, "the result");
      const hidden = catalog.entries.find((entry) => entry.ProviderId === LAYER);
      equal(hidden?.dwCatalogEntryId, own.value, "the identifier of the layer's own entry");
      equal(hidden?.szProtocol, "Layer", "its name");
      const chains = catalog.entries.slice(0, 2);
      const idsOf = ({ ProtocolChain }: (typeof chains)[number]) =>
        ProtocolChain.ChainEntries.slice(0, ProtocolChain.ChainLen);
      const below = (entry: (typeof chains)[number]) => bases.find((base) => base.iProtocol === entry.iProtocol);
      for (const chain of chains) {
        sameList(idsOf(chain), [own.value, below(chain)?.dwCatalogEntryId ?? 0], "the members of a chain");
        equal(chain.szProtocol, "Layer over [Stub]", "the name of a chain");
        equal(chain.iAddressFamily, STUB_FAMILY, "the family of a chain");
        equal(chain.dwServiceFlags1 & XP1_IFS_HANDLES, 0, "XP1_IFS_HANDLES over sockets that are no files");
        equal(catalog.pathOf(chain.ProviderId), "l.dll", "the path of a chain");
      }
      equal(new Set(chains.map((chain) => chain.ProviderId)).size, 2, "the different identifiers of the chains");
      const second = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0401";
      equal(call(second, "m.dll", "Over", 0, [infos[1]], 1, null, errno), 0, "the result for a layer over a chain");
      const [top] = catalog.entries;
      const former = chains.find((chain) => chain.iProtocol === 17);
      equal(top.ProtocolChain.ChainLen, 3, "the length of the chain over a chain");
      sameList(idsOf(top).slice(1), former === undefined ? [] : idsOf(former), "its members below the layer");
      holds(top.szProtocol.startsWith("Over over ["), "whether its name has the layer's");
    },
  },
  {
    rule: "WSCInstallProviderAndChains/every-protocol",
    run(bench) {
      const { desktop } = bench.program();
      const { catalog } = bench.machine.machine;
      const kindOf = (entry: (typeof catalog.entries)[number]) =>
        `${entry.iAddressFamily} ${entry.iSocketType} ${entry.iProtocol}`;
      const kinds = new Set(catalog.entries.filter((entry) => entry.ProtocolChain.ChainLen > 0).map(kindOf));
      const { length } = catalog.entries;
      equal(desktop.WSCInstallProviderAndChains(LAYER, "l.dll", "Layer", 0, null, 0, null, ref(0)), 0, "the result");
      equal(
        catalog.entries.length - length,
        kinds.size + 1,
        "the new entries: a chain for each protocol, and the layer",
      );
      const chained = new Set(catalog.entries.slice(0, kinds.size).map(kindOf));
      equal(chained.size, kinds.size, "the different protocols of the chains");
      const errno = ref(0);
      const result = desktop.WSCInstallProviderAndChains(NOBODY, "n.dll", "N", 0, [], 1, null, errno);
      equal(result, SOCKET_ERROR, "the result for a list that is shorter than the count");
      sameCode(errno.value, WSAEFAULT, "its error");
    },
  },
];
