import { copyProtocolInfo } from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import { Catalog } from "#core/catalog.js";
import { type CatalogState, loadCatalog, saveCatalog, stateOf } from "#core/catalog-store.js";
import { arbitraryGuid, arbitraryInfo } from "../fixture/arbitrary-info.js";
import { Computer } from "../fixture/computer.js";
import { MemoryStorage } from "../fixture/memory-storage.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";

const CURRENT = "catalog.json";
const PREVIOUS = "catalog.previous.json";

interface Complaint {
  readonly file: string;
  readonly line: number;
}

function newCatalog(): Catalog {
  const catalog = new Catalog();
  const infos = () => new ScriptedProvider().protocols;
  catalog.install("0B5C4A62-98F7-4E58-8A4D-54C4B86E0001", "a.dll", infos());
  catalog.install("0B5C4A62-98F7-4E58-8A4D-54C4B86E0002", "b \u20ac.dll", [...infos(), ...infos()]);
  return catalog;
}

/** Loads a catalog of a storage: its state, or `null`, and what was complained of. */
function load(storage: MemoryStorage): { state: CatalogState | null; complaints: Complaint[] } {
  const complaints: Complaint[] = [];
  const catalog = new Catalog();
  const isLoaded = loadCatalog(storage, catalog, (file, line) => void complaints.push({ file, line }));
  return { state: isLoaded ? stateOf(catalog) : null, complaints };
}

function saved(catalog: Catalog): MemoryStorage {
  const storage = new MemoryStorage();
  saveCatalog(storage, catalog, () => assert.fail("it complained"));
  return storage;
}

describe("kept catalog", () => {
  it("comes back as it was, whatever it held", () => {
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

  it("is refused with its line, or whole, wherever it is cut off", () => {
    const catalog = newCatalog();
    const text = saved(catalog).files.get(CURRENT) ?? "";
    for (let length = 0; length < text.length; length++) {
      const storage = new MemoryStorage();
      storage.files.set(CURRENT, text.slice(0, length));
      expectRefusedOrEqual(load(storage), catalog, `cut at ${length}`);
    }
  });

  it("is refused with its line, or whole, whichever byte is flipped", () => {
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

  it("falls back on the last good one", () => {
    const catalog = newCatalog();
    const storage = saved(catalog);
    const before = stateOf(catalog);
    catalog.deinstall(catalog.entries[0].ProviderId);
    saveCatalog(storage, catalog, () => undefined);
    storage.files.set(CURRENT, "[\nnonsense\n]\n");
    assert.deepEqual(load(storage), { state: before, complaints: [{ file: CURRENT, line: 2 }] });
  });

  it("keeps the last good one when a damaged file is written over", () => {
    const catalog = newCatalog();
    const storage = saved(catalog);
    saveCatalog(storage, catalog, () => undefined);
    const good = storage.files.get(PREVIOUS);
    storage.files.set(CURRENT, "damaged");
    saveCatalog(storage, catalog, () => undefined);
    assert.equal(storage.files.get(PREVIOUS), good);
    assert.deepEqual(load(storage).state, stateOf(catalog));
  });

  it("is written whole or not at all", () => {
    const catalog = newCatalog();
    const storage = saved(catalog);
    const before = storage.files.get(CURRENT);
    storage.isFull = true;
    const complaints: Complaint[] = [];
    catalog.deinstall(catalog.entries[0].ProviderId);
    saveCatalog(storage, catalog, (file, line) => void complaints.push({ file, line }));
    assert.equal(storage.files.get(CURRENT), before);
    assert.deepEqual(complaints, [{ file: CURRENT, line: 0 }]);
  });

  for (const { what, text, line } of [
    { what: "a beginning that is none", text: "x\n", line: 1 },
    { what: "a line without a checksum", text: '[\n{"form":1}\n]\n', line: 2 },
  ]) {
    it(`names the line of ${what}`, () => {
      const storage = new MemoryStorage();
      storage.files.set(CURRENT, text);
      assert.deepEqual(load(storage), { state: null, complaints: [{ file: CURRENT, line }] });
    });
  }

  for (const { what, change, line } of [
    { what: "a head that is none", change: (lines: string[]) => lines.with(1, lines[2]), line: 2 },
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
  it("desktop: keeps what was installed to the next boot", () => {
    const storage = new MemoryStorage();
    const first = new Computer(DESKTOP, { storage });
    const provider = new ScriptedProvider();
    assert.equal(provider.install(first.machine, first.process()), 0);
    const next = new Computer(DESKTOP, { storage });
    assert.deepEqual(stateOf(next.machine.catalog), stateOf(first.machine.catalog));
    assert.deepEqual(next.recorded, []);
  });

  it("desktop: says which line is damaged, and starts with what is in the box", () => {
    const storage = new MemoryStorage();
    storage.files.set(CURRENT, "[\nx\n]\n");
    const { machine, recorded } = new Computer(DESKTOP, { storage });
    assert.deepEqual(recorded, ["catalog-damaged"]);
    assert.deepEqual(machine.records[0].args.slice(0, 2), [CURRENT, 2]);
    assert.deepEqual(stateOf(machine.catalog), stateOf(new Computer(DESKTOP).machine.catalog));
  });

  for (const system of SYSTEMS.filter(({ name }) => name !== "desktop")) {
    it(`${system.name}: keeps nothing`, () => {
      const storage = new MemoryStorage();
      const computer = new Computer(system, { storage });
      new ScriptedProvider().install(computer.machine, computer.process());
      assert.equal(storage.files.size, 0);
    });
  }
});

/** A damaged file gives the same catalog, or none and a line. */
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
