import { assert } from "chai";
import fc from "fast-check";
import { HandleTable, type KernelObject } from "#core/kernel/handle-table.js";

/** A step of a test: adds an object to a table, or removes the n-th open object. */
type Step = { readonly add: true } | { readonly add: false; readonly nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ add: fc.constant(true as const) }),
  fc.record({ add: fc.constant(false as const), nth: fc.nat(1000) }),
);

describe("handle table", () => {
  it("agrees with a map from handles to objects after any adding and removing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 60 }), (steps, limit) => {
        const table = new HandleTable(limit);
        const model = new Map<number, KernelObject>();
        const closed = new Set<number>();
        for (const each of steps) {
          if (each.add) add(table, model, closed, limit);
          else remove(table, model, closed, each.nth);
          assert.equal(table.count, model.size);
        }
        for (const [handle, object] of model) assert.strictEqual(table.find(handle), object);
        for (const handle of closed) if (!model.has(handle)) assert.isNull(table.find(handle));
        const seen = new Map<number, KernelObject>();
        table.forEach((object, handle) => void seen.set(handle, object));
        assert.deepEqual([...seen.keys()].sort(), [...model.keys()].sort());
      }),
    );
  });

  it("does not accept a closed handle during 31 later uses of its slot", () => {
    const table = new HandleTable(1);
    const first = table.add({ kind: 1 });
    table.remove(first);
    for (let use = 0; use < 31; use++) {
      const handle = table.add({ kind: 1 });
      assert.notEqual(handle, first);
      assert.isNull(table.find(first));
      table.remove(handle);
    }
  });

  it("does not use a closed slot again while others are free", () => {
    const table = new HandleTable(1000);
    const first = table.add({ kind: 1 });
    table.remove(first);
    const next = Array.from({ length: 32 }, () => table.add({ kind: 1 }));
    assert.notInclude(
      next.map((handle) => handle & 0x3ffffff),
      first & 0x3ffffff,
    );
  });

  it("finds nothing for numbers that are not its handles", () => {
    const table = new HandleTable(10);
    const handle = table.add({ kind: 1 });
    const replaced = { kind: 2 };
    table.replace(handle, replaced);
    assert.strictEqual(table.find(handle), replaced);
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.string() as fc.Arbitrary<unknown>), (number) => {
        fc.pre(number !== handle);
        assert.isNull(table.find(number as number));
        assert.isFalse(table.remove(number as number));
      }),
    );
  });
});

function add(table: HandleTable, model: Map<number, KernelObject>, closed: Set<number>, limit: number): void {
  const object = { kind: 1 };
  const handle = table.add(object);
  if (model.size >= limit) {
    assert.equal(handle, 0, "a full table");
    return;
  }
  assert.isTrue(Number.isInteger(handle) && handle > 0 && handle < 2 ** 31 && handle % 4 === 0, `${handle}`);
  assert.isFalse(model.has(handle), "a handle in use");
  closed.delete(handle);
  model.set(handle, object);
}

function remove(table: HandleTable, model: Map<number, KernelObject>, closed: Set<number>, nth: number): void {
  const handle = [...model.keys()][nth % Math.max(model.size, 1)];
  if (handle === undefined) return;
  assert.isTrue(table.remove(handle));
  assert.isFalse(table.remove(handle), "a second time");
  model.delete(handle);
  closed.add(handle);
}
