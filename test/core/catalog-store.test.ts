import { copyProtocolInfo, type Ref, ref, WSANO_RECOVERY } from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import fc from "fast-check";
import { Catalog } from "#core/catalog/catalog.js";
import { type CatalogState, loadCatalog, saveCatalog, stateOf } from "#core/catalog/store.js";
import { arbitraryGuid, arbitraryInfo } from "../fixture/arbitrary-info.js";
import { Computer, type Program } from "../fixture/computer.js";
import { MemoryStorage } from "../fixture/memory-storage.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";

const CURRENT = "catalog.json";
const PREVIOUS = "catalog.previous.json";

interface Complaint {
  readonly file: string;
  readonly line: number;
}

type DesktopProgram = Program & Ws2;

const OTHER = "0B5C4A62-98F7-4E58-8A4D-54C4B86E0009";
const THIRD = "0B5C4A62-98F7-4E58-8A4D-54C4B86E00A0";

/** The calls that change the catalog, applied to an installed provider. Each returns 0 or the code. */
const CHANGES: readonly {
  readonly call: string;
  readonly run: (ws2: DesktopProgram, ProviderId: string, catalog: Pick<Catalog, "entries">) => number;
}[] = [
  {
    call: "WSCInstallProvider",
    run: (ws2, _, { entries }) =>
      codeOf((errno) => ws2.WSCInstallProvider(THIRD, "third.dll", entries.slice(0, 1), 1, errno)),
  },
  {
    call: "WSCInstallProviderAndChains",
    run: (ws2) =>
      codeOf((errno) => ws2.WSCInstallProviderAndChains(THIRD, "layer.dll", "layer", 0, null, 0, null, errno)),
  },
  {
    call: "WSCUpdateProvider",
    run: (ws2, id, { entries }) => {
      const own = entries.filter(({ ProviderId }) => ProviderId === id);
      return codeOf((errno) => ws2.WSCUpdateProvider(id, "renamed.dll", own, own.length, errno));
    },
  },
  { call: "WSCDeinstallProvider", run: (ws2, id) => codeOf((errno) => ws2.WSCDeinstallProvider(id, errno)) },
  {
    call: "WSCWriteProviderOrder",
    run: (ws2, _, { entries }) => {
      const ids = entries.map(({ dwCatalogEntryId }) => dwCatalogEntryId).reverse();
      return ws2.WSCWriteProviderOrder(ids, ids.length);
    },
  },
];

function codeOf(call: (errno: Ref<number>) => number): number {
  const errno = ref(0);
  return call(errno) === 0 ? 0 : errno.value;
}

/** Each entry's id, provider and path, in the order of the catalog. */
function rowsOf(catalog: Pick<Catalog, "entries" | "pathOf">) {
  return catalog.entries.map(
    ({ dwCatalogEntryId, ProviderId }) => [dwCatalogEntryId, ProviderId, catalog.pathOf(ProviderId)] as const,
  );
}

function newCatalog(): Catalog {
  const catalog = new Catalog();
  const infos = () => new ScriptedProvider().protocols;
  catalog.install("0B5C4A62-98F7-4E58-8A4D-54C4B86E0001", "a.dll", infos());
  catalog.install("0B5C4A62-98F7-4E58-8A4D-54C4B86E0002", "b \u20ac.dll", [...infos(), ...infos()]);
  return catalog;
}

/** Loads the catalog of a storage. Returns its state, or `null`, and the reported damage. */
function load(storage: MemoryStorage): { state: CatalogState | null; complaints: Complaint[] } {
  const complaints: Complaint[] = [];
  const catalog = new Catalog();
  const isLoaded = loadCatalog(storage, catalog, (_, file, line) => void complaints.push({ file, line } as Complaint));
  return { state: isLoaded ? stateOf(catalog) : null, complaints };
}

function saved(catalog: Catalog): MemoryStorage {
  const storage = new MemoryStorage();
  assert.isTrue(saveCatalog(storage, catalog));
  return storage;
}

describe("stored catalog", () => {
  it("is the same after storing and loading, with any content", () => {
    const providers = fc.uniqueArray(arbitraryGuid, { maxLength: 4 });
    fc.assert(
      fc.property(providers, fc.array(arbitraryInfo, { minLength: 1, maxLength: 3 }), (ids, infos) => {
        const catalog = new Catalog();
        for (const id of ids)
          catalog.install(
            id,
            `${id}.dll`,
            infos.map((info) => copyProtocolInfo(info)),
          );
        assert.deepEqual(load(saved(catalog)), { state: stateOf(catalog), complaints: [] });
      }),
    );
  });

  it("is refused with a line, or is complete, wherever it is cut off", () => {
    const catalog = newCatalog();
    const text = saved(catalog).files.get(CURRENT) ?? "";
    for (let length = 0; length < text.length; length++) {
      const storage = new MemoryStorage();
      storage.files.set(CURRENT, text.slice(0, length));
      expectRefusedOrEqual(load(storage), catalog, `cut at ${length}`);
    }
  });

  it("is refused with a line, or is complete, with any bit flipped", () => {
    const catalog = newCatalog();
    const bytes = Buffer.from(saved(catalog).files.get(CURRENT) ?? "");
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0, 3, 6]) {
        const storage = new MemoryStorage();
        const flipped = Buffer.from(bytes);
        flipped[at] ^= 1 << bit;
        storage.files.set(CURRENT, flipped.toString());
        const loaded = load(storage);
        expectRefusedOrEqual(loaded, catalog, `bit ${bit} of byte ${at}`);
        if (loaded.state === null) refused++;
      }
    }
    assert.isAbove(refused, bytes.length);
  });

  it("loads the previous valid file if it is damaged", () => {
    const catalog = newCatalog();
    const storage = saved(catalog);
    const before = stateOf(catalog);
    catalog.deinstall(catalog.entries[0].ProviderId);
    saveCatalog(storage, catalog);
    storage.files.set(CURRENT, "[\nnonsense\n]\n");
    assert.deepEqual(load(storage), { state: before, complaints: [{ file: CURRENT, line: 2 }] });
  });

  it("retains the previous valid file when a damaged file is overwritten", () => {
    const catalog = newCatalog();
    const storage = saved(catalog);
    saveCatalog(storage, catalog);
    const good = storage.files.get(PREVIOUS);
    storage.files.set(CURRENT, "damaged");
    saveCatalog(storage, catalog);
    assert.equal(storage.files.get(PREVIOUS), good);
    assert.deepEqual(load(storage).state, stateOf(catalog));
  });

  it("is written completely or not at all", () => {
    const catalog = newCatalog();
    const storage = saved(catalog);
    const before = storage.files.get(CURRENT);
    storage.isFull = true;
    catalog.deinstall(catalog.entries[0].ProviderId);
    assert.isFalse(saveCatalog(storage, catalog));
    assert.equal(storage.files.get(CURRENT), before);
  });

  for (const { what, text, line } of [
    { what: "an invalid first line", text: "x\n", line: 1 },
    { what: "a line without a checksum", text: '[\n{"form":1}\n]\n', line: 2 },
  ]) {
    it(`names the line of ${what}`, () => {
      const storage = new MemoryStorage();
      storage.files.set(CURRENT, text);
      assert.deepEqual(load(storage), { state: null, complaints: [{ file: CURRENT, line }] });
    });
  }

  for (const { what, change, line } of [
    { what: "an invalid header", change: (lines: string[]) => lines.with(1, lines[2]), line: 2 },
    { what: "a line too few", change: (lines: string[]) => lines.toSpliced(2, 1), line: 2 },
    { what: "a provider in an entry's place", change: (lines: string[]) => swapped(lines, 3, 4), line: 4 },
    { what: "an entry of no provider", change: (lines: string[]) => lines.toSpliced(2, 1, lines[3]), line: 5 },
  ]) {
    it(`names the line of ${what}`, () => {
      const storage = saved(newCatalog());
      const lines = (storage.files.get(CURRENT) ?? "").split("\n");
      storage.files.set(CURRENT, change(lines).join("\n"));
      assert.deepEqual(load(storage), { state: null, complaints: [{ file: CURRENT, line }] });
    });
  }
});

function swapped(lines: string[], a: number, b: number): string[] {
  return lines.with(a, lines[b]).with(b, lines[a]);
}

describe("a machine with storage", () => {
  it("desktop: stores installed entries until the next boot", () => {
    const storage = new MemoryStorage();
    const first = new Computer(DESKTOP, { storage });
    const provider = new ScriptedProvider();
    assert.equal(provider.install(first.machine, first.process()), 0);
    const next = new Computer(DESKTOP, { storage });
    assert.deepEqual(stateOf(next.machine.catalog), stateOf(first.machine.catalog));
    assert.deepEqual(next.recorded, []);
  });

  for (const { call, run } of CHANGES) {
    for (const [what, failing] of [
      ["accepts no text", { isFull: true }],
      ["another process has locked", { isLocked: true }],
    ] as const) {
      it(`desktop: ${call} on a storage that ${what} is WSANO_RECOVERY, and changes nothing`, () => {
        const storage = new MemoryStorage();
        const computer = new Computer(DESKTOP, { storage });
        const { machine } = computer;
        const ws2 = computer.program() as DesktopProgram;
        const provider = new ScriptedProvider();
        assert.equal(provider.install(machine, ws2), 0);
        const [before, files, generation] = [
          stateOf(machine.catalog),
          new Map(storage.files),
          machine.catalog.generation,
        ];
        Object.assign(storage, failing);
        assert.equal(run(ws2, provider.ProviderId, machine.catalog), WSANO_RECOVERY);
        assert.deepEqual(stateOf(machine.catalog), before);
        assert.equal(machine.catalog.generation, generation, "no notification of a change that was not made");
        assert.deepEqual(storage.files, files);
        assert.deepEqual(computer.recorded, ["catalog-not-stored"]);
        Object.assign(storage, { isFull: false, isLocked: false });
        assert.equal(run(ws2, provider.ProviderId, machine.catalog), 0);
      });
    }

    it(`desktop: ${call} adds to what another machine on the same storage has stored meanwhile`, () => {
      const storage = new MemoryStorage();
      const [first, second] = [new Computer(DESKTOP, { storage }), new Computer(DESKTOP, { storage })];
      const [own, other] = [new ScriptedProvider(), new ScriptedProvider({ ProviderId: OTHER })];
      assert.equal(own.install(first.machine, first.process()), 0);
      assert.equal(other.install(second.machine, second.process()), 0);
      const ws2 = first.program() as DesktopProgram;
      const stored = () => rowsOf(new Computer(DESKTOP, { storage }).machine.catalog);
      assert.includeMembers(
        stored().map(([, ProviderId]) => ProviderId),
        [own.ProviderId, other.ProviderId],
      );
      assert.equal(run(ws2, own.ProviderId, second.machine.catalog), 0);
      assert.include(
        stored().map(([, ProviderId]) => ProviderId),
        other.ProviderId,
      );
      assert.deepEqual(stored(), rowsOf(first.machine.catalog));
    });
  }

  it("desktop: reports the damaged line, and starts with the shipped providers", () => {
    const storage = new MemoryStorage();
    storage.files.set(CURRENT, "[\nx\n]\n");
    const { machine, recorded } = new Computer(DESKTOP, { storage });
    assert.deepEqual(recorded, ["catalog-damaged"]);
    assert.deepEqual(machine.records[0].args.slice(0, 2), [CURRENT, 2]);
    assert.deepEqual(stateOf(machine.catalog), stateOf(new Computer(DESKTOP).machine.catalog));
  });

  for (const system of SYSTEMS.filter(({ name }) => name !== "desktop")) {
    it(`${system.name}: stores nothing`, () => {
      const storage = new MemoryStorage();
      const computer = new Computer(system, { storage });
      new ScriptedProvider().install(computer.machine, computer.process());
      assert.equal(storage.files.size, 0);
    });
  }
});

/** Asserts that a damaged file loads the same catalog, or no catalog and a message with a line. */
function expectRefusedOrEqual(
  { state, complaints }: { state: CatalogState | null; complaints: Complaint[] },
  catalog: Catalog,
  what: string,
): void {
  if (state !== null) {
    assert.deepEqual(state, stateOf(catalog), what);
    return;
  }
  assert.lengthOf(complaints, 1, what);
  assert.isAbove(complaints[0].line, 0, what);
}
