import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportConstants, internalNames } from "@ws2kit/build";
import { assert } from "chai";

const LIBRARY = {
  "package.json": JSON.stringify({ ws2kit: { neutral: true } }),
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

  const names = (application: string) =>
    internalNames([
      { id: join(directory, "index.js"), code: CODE, imports: [] },
      { id: join(directory, "app", "app.ts"), code: application, imports: [join(directory, "index.js")] },
    ]).sort();

  it("are those that no exported type reaches, that are no language's and no string", () => {
    assert.deepEqual(names(""), ["depth", "got", "hidden", "left", "local", "method", "shouted", "taken"]);
  });

  it("are none that the application spells, as a name or in a string", () => {
    const application = 'export const main = { depth: 1 }; main.got.hidden; let local; main["left"] = `shouted`;';
    assert.deepEqual(names(application), ["method", "taken"]);
  });
});

describe("build: exported constants", () => {
  it("are declared where they are exported, their numbers where they are used", () => {
    const code = "const ONE_THING = 1;\nconst f = (o) => o.ONE_THING + ONE_THING;\nexport { ONE_THING, f };\n";
    const small = exportConstants(code);
    assert.match(small, /o\.ONE_THING \+ 1 +;\nexport const ONE_THING=1;export\{f\};\n$/);
    assert.equal(small.indexOf("const f"), code.indexOf("const f"));
  });

  it("stay where they are if their numbers are long and often used, or if they are no numbers", () => {
    const uses = "f(LONG_NUMBER);".repeat(4);
    for (const value of ["1073741824", '"text"', "1 + 1"]) {
      const code = `const LONG_NUMBER = ${value};\n${uses}\nexport { LONG_NUMBER };\n`;
      assert.equal(exportConstants(code), code);
    }
  });
});
