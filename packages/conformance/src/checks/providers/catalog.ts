import {
  DWORD,
  type GUID,
  IPPROTO_TCP,
  IPPROTO_UDP,
  newWSAPROTOCOL_INFOW,
  PFL_HIDDEN,
  PFL_MATCHES_PROTOCOL_ZERO,
  type Ref,
  ref,
  SOCK_DGRAM,
  SOCKET_ERROR,
  type Storage,
  WSAEACCES,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
  WSAPROTOCOL_INFOW_SIZE,
  XP1_CONNECTIONLESS,
  XP1_IFS_HANDLES,
  XP1_MESSAGE_ORIENTED,
  XP1_SUPPORT_BROADCAST,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Host } from "../../bench/host.js";
import type { Program } from "../../bench/program.js";
import { row, STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";
import { shippedId } from "../names/name-space-provider.js";

const LAYER = { ProtocolChain: { ChainLen: 0, ChainEntries: [] } };
const CHAIN = { ProtocolChain: { ChainLen: 2, ChainEntries: [1, 2] } };
const NOBODY = "11111111-2222-3333-4444-555555555555";

/** Every entry that WSAEnumProtocolsW lists. */
function enumerated(program: Program, protocols: readonly number[] | null = null): WSAPROTOCOL_INFOW[] {
  const size = ref(0);
  program.ws2.WSAEnumProtocolsW(protocols, null, size);
  const infos: WSAPROTOCOL_INFOW[] = [];
  const count = program.works(program.ws2.WSAEnumProtocolsW(protocols, infos, size));
  equal(infos.length, count, "infos written");
  return infos;
}

const idsOf = (infos: readonly Readonly<WSAPROTOCOL_INFOW>[]) => infos.map((info) => info.dwCatalogEntryId);

function stubOf(bench: Bench, ...rows: Partial<WSAPROTOCOL_INFOW>[]): StubProvider {
  return new StubProvider({ protocols: rows.map(row) }, bench.trace);
}

const enumerating: readonly Check[] = [
  {
    rule: "WSAEnumProtocolsW/count",
    run(bench) {
      bench.machine.emptyCatalog();
      const entries = bench.machine.install(stubOf(bench, {}, { iProtocol: 17 }, { iProtocol: 1 }));
      sameList(idsOf(enumerated(bench.program())), idsOf(entries), "the ids, in order");
    },
  },
  {
    rule: "WSAEnumProtocolsW/base-and-chains",
    run(bench) {
      bench.machine.emptyCatalog();
      const entries = bench.machine.install(stubOf(bench, LAYER, CHAIN, {}));
      sameList(idsOf(enumerated(bench.program())), idsOf(entries).slice(1), "the ids");
    },
  },
  {
    rule: "WSAEnumProtocolsW/hidden",
    run(bench) {
      bench.machine.emptyCatalog();
      const hidden = { dwProviderFlags: PFL_HIDDEN | PFL_MATCHES_PROTOCOL_ZERO };
      const entries = bench.machine.install(stubOf(bench, {}, hidden, {}));
      const ids = idsOf(entries);
      sameList(idsOf(enumerated(bench.program())), [ids[0], ids[2]], "the ids");
    },
  },
  {
    rule: "WSAEnumProtocolsW/buffer-short",
    run(bench) {
      const program = bench.program();
      const all = enumerated(program).length * WSAPROTOCOL_INFOW_SIZE;
      for (const [given, buffer] of [
        [0, null],
        [all, null],
        [all - 1, []],
      ] as const) {
        const size = ref(given);
        program.fails(program.ws2.WSAEnumProtocolsW(null, buffer as never, size), WSAENOBUFS);
        equal(size.value, all, "the bytes needed");
      }
      const infos: WSAPROTOCOL_INFOW[] = [];
      program.fails(program.ws2.WSAEnumProtocolsW(null, infos, ref(all - 1)), WSAENOBUFS);
      equal(infos.length, 0, "infos written to a buffer that is too small");
    },
  },
  {
    rule: "WSAEnumProtocolsW/filter",
    run(bench) {
      bench.machine.emptyCatalog();
      bench.machine.install(stubOf(bench, {}, { iProtocol: IPPROTO_UDP }, { iProtocol: IPPROTO_UDP }));
      const program = bench.program();
      const protocols = (list: readonly number[]) => [...new Set(enumerated(program, list).map((e) => e.iProtocol))];
      sameList(protocols([IPPROTO_UDP, 0]), [IPPROTO_UDP], "UDP alone");
      sameList(protocols([12345, IPPROTO_UDP, 0]), [IPPROTO_UDP], "UDP and a number that no entry has");
      sameList(protocols([IPPROTO_UDP, 0, IPPROTO_TCP]), [IPPROTO_UDP], "a list with an entry after the 0");
      sameList(protocols([12345, 0]), [], "a number that no entry has");
    },
  },
  ...(["WSAEnumProtocolsW/udp-flags", "WSAEnumProtocolsW/udp-flags-ce"] as const).map(
    (rule, i): Check => ({
      rule,
      run(bench) {
        const always = XP1_SUPPORT_BROADCAST | XP1_MESSAGE_ORIENTED | XP1_CONNECTIONLESS;
        const expected = i === 0 ? always | XP1_IFS_HANDLES | XP1_SUPPORT_MULTIPOINT : always;
        const entries = enumerated(bench.program()).filter((info) => info.iSocketType === SOCK_DGRAM);
        // a shipped layer has chains over them
        const bases = entries.filter((info) => info.ProtocolChain.ChainLen === 1);
        equal(bases.length, 2, "UDP's entries");
        for (const entry of entries) equal(entry.dwServiceFlags1, expected, `the flags of ${entry.szProtocol}`);
      },
    }),
  ),
  {
    rule: "WSCEnumProtocols/all",
    run(bench) {
      bench.machine.emptyCatalog();
      const entries = bench.machine.install(stubOf(bench, LAYER, { dwProviderFlags: PFL_HIDDEN }, CHAIN, {}));
      const { ws2 } = bench.program();
      const infos: WSAPROTOCOL_INFOW[] = [];
      equal(ws2.WSCEnumProtocols(null, infos, ref(99999), ref(0)), 4, "the count");
      sameList(idsOf(infos), idsOf(entries), "the ids");
    },
  },
  {
    rule: "WSCEnumProtocols/buffer-short",
    run(bench) {
      bench.machine.emptyCatalog();
      bench.machine.install(stubOf(bench, {}, {}));
      const { ws2 } = bench.program();
      const [size, errno] = [ref(1000), ref(0)];
      equal(ws2.WSCEnumProtocols(null, [], size, errno), SOCKET_ERROR, "the result");
      sameCode(errno.value, WSAENOBUFS, "lpErrno");
      equal(size.value, 2 * WSAPROTOCOL_INFOW_SIZE, "the bytes needed");
    },
  },
];

/** What a call that changes the catalog needs. */
interface Changing {
  readonly ws2: DesktopWs2;
  readonly entries: readonly Readonly<WSAPROTOCOL_INFOW>[];
  readonly stub: StubProvider;
  /** A provider of name spaces. */
  readonly nameSpace: GUID;
  readonly errno: Ref<number>;
}

/** Calls that change the catalog, if it can be stored. Each returns SOCKET_ERROR or its code. */
const CHANGES: Readonly<Record<string, (given: Changing) => number>> = {
  WSCInstallProvider: ({ ws2, stub, errno }) =>
    ws2.WSCInstallProvider(NOBODY, stub.path, stub.protocols, stub.protocols.length, errno),
  WSCUpdateProvider({ ws2, entries, stub: { ProviderId }, errno }) {
    const infos = entries.filter((entry) => entry.ProviderId === ProviderId);
    return ws2.WSCUpdateProvider(ProviderId, "other.dll", infos, infos.length, errno);
  },
  WSCWriteProviderOrder: ({ ws2, entries }) => ws2.WSCWriteProviderOrder(idsOf(entries).reverse(), entries.length),
  WSCSetProviderInfo: ({ ws2, stub, errno }) => ws2.WSCSetProviderInfo(stub.ProviderId, 0, DWORD(1), 4, 0, errno),
  WSCSetApplicationCategory: ({ ws2, errno }) => ws2.WSCSetApplicationCategory("app", 3, null, 0, 1, null, errno),
  WSCInstallNameSpace: ({ ws2 }) => ws2.WSCInstallNameSpace("ours", "ours.dll", 0x8001, 1, NOBODY),
  WSCUnInstallNameSpace: ({ ws2, nameSpace }) => ws2.WSCUnInstallNameSpace(nameSpace),
  WSCEnableNSProvider: ({ ws2, nameSpace }) => ws2.WSCEnableNSProvider(nameSpace, false),
  WSCWriteNameSpaceOrder: ({ ws2, nameSpace }) => ws2.WSCWriteNameSpaceOrder([nameSpace], 1),
  WSCDeinstallProvider: ({ ws2, stub, errno }) => ws2.WSCDeinstallProvider(stub.ProviderId, errno),
};

/** Asserts that each change that a process tries fails with its code, and changes nothing. */
function refusesChanges(
  bench: Bench,
  host: Host,
  process: DesktopWs2,
  codeOf: (name: string) => number,
  begin: () => void,
): void {
  const stub = stubOf(bench, {}, { iProtocol: 17 });
  host.install(stub);
  const nameSpace = shippedId(host.program());
  const { entries } = host.machine.catalog;
  const before = JSON.stringify(entries);
  begin();
  for (const [name, change] of Object.entries(CHANGES).filter(([name]) => name in process)) {
    const errno = ref(0);
    process.WSASetLastError(0);
    const result = change({ ws2: process, entries, stub, nameSpace, errno });
    const code = result === SOCKET_ERROR ? errno.value || process.WSAGetLastError() : result;
    sameCode(code, codeOf(name), `the error of ${name}`);
    equal(JSON.stringify(host.machine.catalog.entries), before, `the catalog after ${name}`);
  }
  equal(shippedId(host.program()), nameSpace, "the first provider of name spaces");
}

/** A storage that fails writes while `isFull`. */
class FillableStorage implements Storage {
  isFull = false;
  readonly #texts = new Map<string, string>();

  read(name: string): string | null {
    return this.#texts.get(name) ?? null;
  }

  /** All that is stored. */
  get content(): string {
    return JSON.stringify([...this.#texts]);
  }

  write(name: string, text: string): boolean {
    if (!this.isFull) this.#texts.set(name, text);
    return !this.isFull;
  }
}

/** Invalid arguments of WSCInstallProvider. */
const NOT_INSTALLED: readonly (readonly [Check["rule"], string, id: unknown, path: unknown, list: unknown, number])[] =
  [
    ["WSCInstallProvider/null-list", "null", NOBODY, "some.dll", null, WSAEFAULT],
    ["WSCInstallProvider/null-list", "shorter than its count", NOBODY, "some.dll", [], WSAEFAULT],
  ];

const notInstalled: readonly Check[] = NOT_INSTALLED.map(([rule, of, id, path, list, code]) => ({
  rule,
  of,
  run(bench) {
    const { ws2 } = bench.program();
    const errno = ref(0);
    equal(ws2.WSCInstallProvider(id as string, path as string, list as [], 1, errno), SOCKET_ERROR, "the result");
    sameCode(errno.value, code, "lpErrno");
  },
}));

const configuring: readonly Check[] = [
  {
    rule: "catalog/order",
    run(bench) {
      const before = bench.machine.machine.catalog.entries;
      const entries = bench.machine.install(stubOf(bench, { szProtocol: "a" }, { szProtocol: "b" }));
      const now = bench.machine.machine.catalog.entries;
      sameList(idsOf(now), [...idsOf(before), ...idsOf(entries)], "the ids");
      equal(entries.map((entry) => entry.szProtocol).join(), "a,b", "the new entries");
    },
  },
  {
    rule: "catalog/entry-ids",
    run(bench) {
      bench.machine.install(stubOf(bench, { dwCatalogEntryId: 1001 }, { dwCatalogEntryId: 1001 }));
      const ids = idsOf(bench.machine.machine.catalog.entries);
      equal(new Set(ids).size, ids.length, "different ids");
    },
  },
  {
    rule: "catalog/snapshot",
    run(bench) {
      const program = bench.program();
      bench.machine.install(stubOf(bench, {}));
      program.fails(
        program.ws2.socket(STUB_FAMILY, 0, 0),
        WSAEAFNOSUPPORT,
        "the error in a process that started before",
      );
      const later = bench.program();
      later.works(later.ws2.socket(STUB_FAMILY, 0, 0), "the error in a process that started after");
    },
  },
  {
    rule: "catalog/live",
    run(bench) {
      const program = bench.program();
      const stub = stubOf(bench, {});
      bench.machine.install(stub);
      const s = program.works(program.ws2.socket(STUB_FAMILY, 0, 0), "the error in a process that started before");
      program.ws2.WSCDeinstallProvider(stub.ProviderId, ref(0));
      program.fails(
        program.ws2.socket(STUB_FAMILY, 0, 0),
        WSAEAFNOSUPPORT,
        "the error once the provider is deinstalled",
      );
      program.works(program.ws2.listen(s, 1), "a call on a socket opened before");
    },
  },
  {
    rule: "WSCInstallProvider/installs",
    run(bench) {
      const stub = stubOf(bench, {}, { iProtocol: 17 });
      const entries = bench.machine.install(stub);
      equal(entries.length, 2, "entries with the ProviderId");
      for (const entry of entries) equal(entry.ProviderId, stub.ProviderId, "an entry's ProviderId");
      equal(bench.machine.machine.catalog.pathOf(stub.ProviderId), stub.path, "the path");
    },
  },
  {
    rule: "WSCInstallProvider/twice",
    run(bench) {
      const stub = stubOf(bench, {});
      bench.machine.install(stub);
      const { ws2 } = bench.program();
      const errno = ref(0);
      equal(ws2.WSCInstallProvider(stub.ProviderId, "b.dll", stub.protocols, 1, errno), SOCKET_ERROR, "the result");
      sameCode(errno.value, WSANO_RECOVERY, "lpErrno");
    },
  },
  {
    rule: "WSCInstallProvider/stored",
    needs: ["own limits"],
    run(bench) {
      const storage = new FillableStorage();
      const host = bench.machineNamed("storing", { storage });
      const stub = stubOf(bench, {});
      const stored = idsOf(host.install(stub));
      const { ws2 } = host.unstarted();
      const before = idsOf(host.machine.catalog.entries);
      const { content } = storage;
      holds(content.includes(stub.ProviderId), "whether the provider is stored");
      storage.isFull = true;
      const errno = ref(0);
      equal(ws2.WSCDeinstallProvider(stub.ProviderId, errno), SOCKET_ERROR, "the answer where the storage is full");
      sameCode(errno.value, WSANO_RECOVERY, "lpErrno");
      sameList(idsOf(host.machine.catalog.entries), before, "the ids, which must be unchanged");
      equal(storage.content, content, "what is stored");
      // a subject with a third party's provider installs it on each machine; this catalog has it already
      if (!bench.description.shipped) return;
      const restarted = bench.machineNamed("restarted", { storage }).machine.catalog.entries;
      sameList(
        idsOf(restarted.filter(({ ProviderId }) => ProviderId === stub.ProviderId)),
        stored,
        "the provider's ids on the machine that starts from the storage",
      );
    },
  },
  {
    rule: "WSCInstallProvider/stored",
    of: "every change",
    needs: ["own limits"],
    run(bench) {
      const storage = new FillableStorage();
      const host = bench.machineNamed("storing", { storage });
      let content = "";
      refusesChanges(
        bench,
        host,
        host.machine.openProcess() as unknown as DesktopWs2,
        () => WSANO_RECOVERY,
        () => {
          storage.isFull = true;
          content = storage.content;
        },
      );
      equal(storage.content, content, "what is stored");
    },
  },
  {
    rule: "WSCInstallProvider/unprivileged",
    of: "every change",
    run(bench) {
      const { machine } = bench.machine;
      const process = machine.openProcess({ privileged: false }) as unknown as DesktopWs2;
      const codeOf = (name: string) =>
        name === "WSCInstallNameSpace" || name === "WSCEnableNSProvider" ? WSAEACCES : WSANO_RECOVERY;
      refusesChanges(bench, bench.machine, process, codeOf, () => undefined);
    },
  },
  {
    rule: "WSCInstallProvider/path-as-given",
    run(bench) {
      const { ws2 } = bench.program();
      const path = "%ProgramFiles%\\Modem\\modem.dll";
      const info = { ...newWSAPROTOCOL_INFOW(), ...row({}) };
      equal(ws2.WSCInstallProvider(NOBODY, path, [info], 1, ref(0)), 0, "the result");
      equal(bench.machine.machine.catalog.pathOf(NOBODY), path, "the path");
    },
  },
  {
    rule: "WSCDeinstallProvider/removes",
    run(bench) {
      const before = idsOf(bench.machine.machine.catalog.entries);
      const stub = stubOf(bench, {}, {});
      bench.machine.install(stub);
      const { ws2 } = bench.program();
      equal(ws2.WSCDeinstallProvider(stub.ProviderId.toLowerCase(), ref(0)), 0, "the result");
      sameList(idsOf(bench.machine.machine.catalog.entries), before, "the ids that are left");
    },
  },
  {
    rule: "WSCDeinstallProvider/unknown",
    run(bench) {
      const { ws2 } = bench.program();
      const errno = ref(0);
      equal(ws2.WSCDeinstallProvider(NOBODY, errno), SOCKET_ERROR, "the result");
      sameCode(errno.value, WSAEINVAL, "lpErrno");
    },
  },
];

/** The catalog: its entries, and the calls that change it. */
export const CATALOG_CHECKS: readonly Check[] = [...enumerating, ...notInstalled, ...configuring];
