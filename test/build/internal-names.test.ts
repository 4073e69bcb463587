import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportConstants, internalNames, type NameUse } from "@ws2kit/build";
import { assert } from "chai";

const LIBRARY = {
  // a module that is known to have only plain accesses
  "package.json": JSON.stringify({ name: "@ws2kit/spi", ws2kit: { neutral: true } }),
  "inner.d.ts": "export class Inner { depth: number; private hidden: number; name: string; }",
  "index.d.ts": `
    import type { Inner } from "./inner.js";
    export interface Shown<T> { result(parameter: { asked: T }): Promise<{ answered: number }>; }
    export interface Base { inherited: number; }
    export class Thing implements Base { inherited: number; #inner: Inner; table: { [name: string]: { indexed: 1 } }; }
    export type Part = Pick<{ picked: number; left: Inner }, "picked">;
    export type One = { either: 1 } | { or: 2 };
    export declare function make(): Shown<{ typed: 1 }>;
  `,
};
const CODE = `
  class Thing { inherited = 1; #inner; depth = 1; hidden = 2; method(parameter) {} get got() { return 1; } }
  const local = 3, keyed = { result: 1, asked: 2, answered: 3, table: 4, indexed: 5, picked: 6, left: 7, either: 8,
    or: 9, typed: 10, name: 11, length: 12, push: 13, listed: 14, local, "quoted": 15, templated: 16, shouted: 17 };
  const { taken: renamed } = keyed;
  keyed.accessed = [keyed["listed"], \`templated\`, "quoted"];
`;

describe("build: internal names", () => {
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "ws2kit-names-"));
    for (const [name, text] of Object.entries(LIBRARY)) writeFileSync(join(directory, name), text);
    mkdirSync(join(directory, "app"));
    writeFileSync(join(directory, "app", "package.json"), "{}");
  });
  after(() => rmSync(directory, { recursive: true }));

  const names = (application: string, isWhole = false, file = "app.ts", use?: NameUse) =>
    internalNames(
      [
        { id: join(directory, "index.js"), code: CODE, imports: [] },
        { id: join(directory, "app", file), code: application, imports: [join(directory, "index.js")] },
      ],
      isWhole,
      use,
    ).sort();

  it("are the names that no exported type reaches and the language does not have", () => {
    assert.deepEqual(names(""), [..."depth got hidden left listed local method shouted taken templated".split(" ")]);
  });

  it("do not include names that the application contains, as a name or in a string", () => {
    const application = 'export const main = { depth: 1 }; main.got.hidden; let local; main["left"] = `shouted`;';
    assert.deepEqual(names(application), ["listed", "method", "taken", "templated"]);
  });

  describe("of a whole program", () => {
    const application = `function main(one, [two] = [], { three = local }, ...four) {
      try { one.result(one.table.depth, two, three, four, Math.PI, Thing, undefined); } catch (error) { throw error; }
    }`;
    const saying = (text: string) =>
      `${application} function more(one, tell, handler, platform, machine, code) { ${text} }`;
    const public_ = ["answered", "asked", "either", "indexed", "inherited", "picked", "result", "table", "typed"];

    it("include public names that the application only reads or does not use, and names that no code declares", () => {
      const found = names(application, true);
      assert.includeMembers(found, [...public_, "accessed", "depth", "left", "method"]);
      for (const name of ["name", "length", "push", "quoted"]) assert.notInclude(found, name);
      for (const name of public_) assert.notInclude(names(application), name);
    });

    for (const [where, text] of Object.entries({
      "a key": "({ result: 1 });",
      "a method": "class Mine { result() {} }",
      "a string": 'one["result"]();',
    })) {
      it(`do not include names that the application contains as ${where}`, () => {
        assert.notInclude(names(saying(text), true), "result");
        assert.include(names(saying(text), true), "table");
      });
    }

    it("include names that an application reads by a pattern, unless it writes them too", () => {
      assert.include(names("const { result, table: rows = [] } = thing;", true), "result");
      assert.include(names("const { result, table: rows = [] } = thing;", true), "table");
      assert.notInclude(names("const { result } = { result: 1 };", true), "result");
      assert.notInclude(names("const result = 1, { table = { result } } = thing;", true), "result");
    });

    it("include the keys in the module that starts the application", () => {
      const boot = { id: "\0ws2kit:boot", code: "open({ result: 1 });", imports: [] };
      const own = { id: join(directory, "index.js"), code: `${CODE} let open;`, imports: [] };
      assert.include(internalNames([boot, own], true), "result");
    });

    it("do not include names that the application reaches without a plain access; there are none if it may reach any name", () => {
      const use = { names: new Set(["result"]), anyName: [], functionNames: false };
      assert.notInclude(names(application, true, "app.ts", use), "result");
      assert.include(names(application, true, "app.ts", use), "table");
      for (const isWhole of [true, false]) {
        assert.deepEqual(names(application, isWhole, "app.ts", { ...use, anyName: ["app.ts:1:1: …"] }), []);
      }
    });

    for (const text of [
      "JSON.stringify(one);",
      "Object.keys(one);",
      "const { entries } = Object;",
      "for (const name in one) tell(name);",
      "Reflect.ownKeys(one);",
      "new Proxy(one, handler);",
      "one[tell()];",
      "({ [tell()]: 1 });",
      "tell() in one;",
      "one.hasOwnProperty(tell());",
      "gpio.result(1);",
      "function late(pin = gpio) {}",
    ]) {
      it(`are empty if a module without types contains ${text}`, () => {
        assert.deepEqual(names(saying(text), true, "part.js"), []);
        assert.isNotEmpty(names(saying("one[0]; tell(one.table);"), true, "part.js"));
      });
    }
  });
});

describe("build: exported constants", () => {
  it("are declared with their export, and their uses are replaced by their numbers", () => {
    const code = "const ONE_THING = 1;\nconst f = (o) => o.ONE_THING + ONE_THING;\nexport { ONE_THING, f };\n";
    const small = exportConstants(code);
    assert.match(small, /o\.ONE_THING \+ 1 +;\nexport const ONE_THING=1;export\{f\};\n$/);
    assert.equal(small.indexOf("const f"), code.indexOf("const f"));
  });

  it("stay in place if their numbers are long and often used, or if they are not numbers", () => {
    const uses = "f(LONG_NUMBER);".repeat(4);
    for (const value of ["1073741824", '"text"', "1 + 1"]) {
      const code = `const LONG_NUMBER = ${value};\n${uses}\nexport { LONG_NUMBER };\n`;
      assert.equal(exportConstants(code), code);
    }
  });
});
