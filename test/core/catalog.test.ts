import { copyProtocolInfo, type WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import { Catalog, isEnumerable } from "#core/catalog/catalog.js";
import { reorderEntries, updateEntries } from "#core/catalog/changes.js";
import { arbitraryEntry } from "../fixture/arbitrary-info.js";

const IDS = ["A", "B", "C", "D"].map((digit) => `0000000${digit}-0000-0000-0000-000000000000`);

/** One entry of the model: its provider, its id, and its info. */
interface Row {
  readonly owner: string;
  readonly id: number;
  readonly protocol: number;
}

type Step =
  | { readonly kind: "install"; readonly owner: string; readonly infos: WSAPROTOCOL_INFOW[]; readonly first: boolean }
  | { readonly kind: "deinstall" | "update"; readonly owner: string }
  | { readonly kind: "reorder"; readonly turn: number };

const owner = fc.constantFrom(...IDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("install" as const),
    owner,
    infos: fc.array(arbitraryEntry, { minLength: 1, maxLength: 3 }),
    first: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom("deinstall" as const, "update" as const), owner }),
  fc.record({ kind: fc.constant("reorder" as const), turn: fc.nat(10) }),
);

describe("catalog", () => {
  it("agrees with a list of rows after any installing, removing, rewriting and reordering", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const catalog = new Catalog();
        let changes = 0;
        let rows: Row[] = [];
        let next = 1001;
        for (const each of steps) {
          const before = catalog.entries;
          const kept = [...before];
          const [after, changed] = run(catalog, each, rows, next);
          rows = after;
          if (changed) changes++;
          if (each.kind === "install" && changed) next += each.infos.length;
          assert.deepEqual(rowsOf(catalog), rows);
          assert.deepEqual([...before], kept, "a list that was returned does not change");
          assert.equal(catalog.generation, changes);
        }
        for (const entry of catalog.entries) assert.isTrue(Object.isFrozen(entry));
      }),
    );
  });

  it("lists neither layers nor hidden entries in WSAEnumProtocols", () => {
    const base = { ...info(1), ProtocolChain: { ChainLen: 1, ChainEntries: [] } };
    assert.isTrue(isEnumerable(base));
    assert.isFalse(isEnumerable({ ...base, dwProviderFlags: 4 }));
    assert.isFalse(isEnumerable({ ...base, ProtocolChain: { ChainLen: 0, ChainEntries: [] } }));
  });
});

/** Applies one step to the catalog and to the rows. Returns the new rows, and whether the step must change anything. */
function run(catalog: Catalog, each: Step, rows: Row[], next: number): [Row[], boolean] {
  if (each.kind === "reorder") return reorder(catalog, each.turn, rows);
  const isThere = catalog.pathOf(each.owner) !== null;
  if (each.kind === "install") {
    const ids = catalog.install(
      each.owner,
      "x.dll",
      each.infos.map((info) => copyProtocolInfo(info)),
      each.first,
    );
    if (isThere) assert.isNull(ids);
    if (isThere) return [rows, false];
    const added = each.infos.map((one, i) => ({ owner: each.owner, id: next + i, protocol: one.iProtocol }));
    assert.deepEqual(
      ids,
      added.map(({ id }) => id),
    );
    return [each.first ? [...added, ...rows] : [...rows, ...added], true];
  }
  if (each.kind === "deinstall") {
    assert.equal(catalog.deinstall(each.owner), isThere);
    return [rows.filter((row) => row.owner !== each.owner), isThere];
  }
  return update(catalog, each.owner, rows);
}

function reorder(catalog: Catalog, turn: number, rows: Row[]): [Row[], boolean] {
  const at = rows.length === 0 ? 0 : turn % rows.length;
  const turned = [...rows.slice(at), ...rows.slice(0, at)];
  assert.isTrue(
    reorderEntries(
      catalog,
      turned.map(({ id }) => id),
    ),
  );
  assert.isFalse(reorderEntries(catalog, [...turned.map(({ id }) => id), 1]), "one too many");
  if (rows.length > 1)
    assert.isFalse(
      reorderEntries(
        catalog,
        turned.map(() => turned[0].id),
      ),
      "one again and again",
    );
  return [turned, true];
}

function update(catalog: Catalog, owner: string, rows: Row[]): [Row[], boolean] {
  const own = catalog.entries.filter((entry) => entry.ProviderId === owner);
  const foreign = catalog.entries.find((entry) => entry.ProviderId !== owner);
  if (foreign !== undefined) assert.isFalse(updateEntries(catalog, owner, "z.dll", [foreign]), "another's entry");
  const isThere = catalog.pathOf(owner) !== null;
  const infos = own.map((entry) => ({ ...entry, iProtocol: entry.iProtocol + 1 }));
  assert.equal(updateEntries(catalog, owner, "y.dll", infos), isThere);
  if (isThere) assert.equal(catalog.pathOf(owner), "y.dll");
  return [rows.map((row) => (row.owner === owner ? { ...row, protocol: row.protocol + 1 } : row)), isThere];
}

function rowsOf(catalog: Catalog): Row[] {
  return catalog.entries.map((entry) => ({
    owner: entry.ProviderId,
    id: entry.dwCatalogEntryId,
    protocol: entry.iProtocol,
  }));
}

function info(iProtocol: number): WSAPROTOCOL_INFOW {
  return { iProtocol, ProviderId: IDS[0], szProtocol: "x" } as WSAPROTOCOL_INFOW;
}
