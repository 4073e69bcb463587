import { WSAEAFNOSUPPORT, WSAEINVAL, WSAEPROTONOSUPPORT, WSAESOCKTNOSUPPORT } from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import type { CatalogEntry } from "#core/catalog/catalog.js";
import { chooseEntry, explainChoice } from "#core/catalog/selection.js";
import { arbitraryEntry } from "../fixture/arbitrary-info.js";
import { Computer } from "../fixture/computer.js";
import { SYSTEMS } from "../fixture/systems.js";

const entries = fc.array(arbitraryEntry, { maxLength: 8 });
const number = fc.integer({ min: 0, max: 7 });
const request = fc.tuple(number, number, number);

/** A profile's code for a mixed triple; it differs from all other codes. */
const MIXED = 99999;

/** The stage that an entry reaches, computed in another way than in the core. */
function depth(entry: CatalogEntry, [af, type, protocol]: [number, number, number]): number {
  if (entry.ProtocolChain.ChainLen === 0) return -1;
  if (![0, entry.iAddressFamily].includes(af)) return 0;
  if (![0, entry.iSocketType].includes(type)) return 1;
  const range = Array.from({ length: entry.iProtocolMaxOffset + 1 }, (_, i) => entry.iProtocol + i);
  const served = protocol === 0 ? entry.dwProviderFlags === 8 : range.includes(protocol);
  return served ? 3 : 2;
}

const known = (list: readonly CatalogEntry[], [af, type, protocol]: [number, number, number]) => {
  const eligible = list.filter((entry) => entry.ProtocolChain.ChainLen > 0);
  return (
    eligible.some((entry) => af === 0 || entry.iAddressFamily === af) &&
    eligible.some((entry) => type === 0 || entry.iSocketType === type) &&
    eligible.some((entry) => (protocol === 0 ? entry.dwProviderFlags === 8 : entry.iProtocol === protocol))
  );
};

describe("provider selection", () => {
  it("selects the first entry that serves all three, and never a layer's own entry", () => {
    fc.assert(
      fc.property(entries, request, (list, triple) => {
        fc.pre(triple[0] !== 0 || triple[2] !== 0);
        const expected = list.find((entry) => depth(entry, triple) === 3);
        const choice = chooseEntry(list, ...triple, MIXED);
        if (expected === undefined) assert.typeOf(choice, "number");
        else assert.strictEqual(choice, expected);
      }),
    );
  });

  it("WSASocketW/selection/deepest-stage: the entry that reaches the deepest stage decides the error", () => {
    fc.assert(
      fc.property(entries, request, (list, triple) => {
        fc.pre(triple[0] !== 0 || triple[2] !== 0);
        const deepest = Math.max(0, ...list.map((entry) => depth(entry, triple)));
        fc.pre(deepest < 3);
        const eligible = list.filter((entry) => entry.ProtocolChain.ChainLen > 0);
        const typeIsKnown = eligible.some((entry) => triple[1] === 0 || entry.iSocketType === triple[1]);
        const noFamily = typeIsKnown || eligible.length === 0 ? WSAEAFNOSUPPORT : WSAESOCKTNOSUPPORT;
        const codes = [noFamily, WSAESOCKTNOSUPPORT, WSAEPROTONOSUPPORT];
        assert.equal(chooseEntry(list, ...triple, MIXED), known(list, triple) ? MIXED : codes[deepest]);
      }),
    );
  });

  it("returns the same error for every order of the catalog", () => {
    fc.assert(
      fc.property(entries, request, (list, triple) => {
        const choice = chooseEntry(list, ...triple, MIXED);
        fc.pre(typeof choice === "number");
        assert.equal(chooseEntry([...list].reverse(), ...triple, MIXED), choice);
      }),
    );
  });

  it("refuses family 0 and protocol 0 together before it searches the catalog", () => {
    fc.assert(
      fc.property(entries, number, (list, type) => assert.equal(chooseEntry(list, 0, type, 0, MIXED), WSAEINVAL)),
    );
  });

  it("explains its choice: the entries before it, and the stage at which each failed", () => {
    fc.assert(
      fc.property(entries, request, (list, triple) => {
        const choice = chooseEntry(list, ...triple, MIXED);
        const { entry, code, tried } = explainChoice(list, ...triple, MIXED);
        assert.strictEqual(typeof choice === "number" ? code : entry, choice);
        assert.deepEqual(
          tried.map(({ entry: one }) => one),
          entry === null ? list : list.slice(0, list.indexOf(entry) + 1),
        );
        const stages = ["layer", "family", "type", "protocol", "match"];
        for (const one of tried) assert.equal(one.stage, stages[depth(one.entry, triple) + 1]);
      }),
    );
  });
});

for (const system of SYSTEMS) {
  describe(`${system.name}: explainSocket`, () => {
    it("agrees with the result of WSASocketW", () => {
      const ws2 = new Computer(system).program();
      const values = [-1, 0, 1, 2, 3, 6, 17, 23, 99];
      for (const af of values) {
        for (const type of [-1, 0, 1, 2, 3, 5]) {
          for (const protocol of values) {
            const { entry, code } = ws2.explainSocket(af, type, protocol);
            const s = ws2.WSASocketW(af, type, protocol, null, 0, 0);
            if (entry === null) assert.equal(ws2.WSAGetLastError(), code, `${af} ${type} ${protocol}`);
            else if (entry.iSocketType !== 3) assert.notEqual(s, -1, `${af} ${type} ${protocol}`);
            if (s !== -1) ws2.closesocket(s);
          }
        }
      }
    });
  });
}
