import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { encode } from "@jridgewell/sourcemap-codec";
import { sourceStack } from "@ws2kit/build/stacks";
import { assert } from "chai";

/** The text of the source: a getter, a callback, an assigned function, a field, and code outside of functions. */
const SOURCE = `class Panel {
  constructor() { draw(); }
  get size() { return draw(); }
  rows = draw();
}
const draw = () => call();
[1].forEach((n) => call(n));
screen.show = function () { call(); };
call();
`;

/** Positions in the source, in the order of the lines of the bundle. */
const PLACES = [
  ["new Panel", 2, 18],
  ["Panel.size", 3, 22],
  ["<anonymous>", 4, 9],
  ["draw", 6, 19],
  ["<anonymous>", 7, 19],
  ["show", 8, 28],
  ["<anonymous>", 9, 0],
] as const;

describe("sourceStack", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "ws2kit-stack-"));
    const mappings = encode(PLACES.map(([, line, column]) => [[4, 0, line - 1, column]]));
    const map = { version: 3, sources: ["panel.ts"], sourcesContent: [SOURCE], names: [], mappings };
    for (const name of ["app.js", "my café.js"]) writeFileSync(join(folder, `${name}.map`), JSON.stringify(map));
    writeFileSync(join(folder, "broken.js.map"), "{");
  });
  after(() => rmSync(folder, { recursive: true }));

  const stackOf = (text: string, name = "app.js") => sourceStack(text, join(folder, name));
  const source = () => relative("", join(folder, "panel.ts"));

  for (const [i, [name, line, column]] of PLACES.entries()) {
    it(`names the function at ${line}:${column}: ${name}`, async () => {
      assert.equal(
        await stackOf(`    at x (app.js:${i + 1}:5)\n`),
        `    at ${name} (${source()}:${line}:${column + 1})\n`,
      );
      assert.equal(await stackOf(`    at x (app.js:${i + 1})`), `    at ${name} (${source()}:${line})`);
    });
  }

  for (const [what, text, wanted] of [
    ["a path", "    at x (/home/me/dist/ce/app.js:4:5)", "    at draw (SOURCE:6:20)"],
    ["a path of Windows", "    at x (C:\\my device\\app.js:4:5)", "    at draw (SOURCE:6:20)"],
    ["a file URL", "    at async x (file:///home/app.js:4:5)", "    at async draw (SOURCE:6:20)"],
    ["no name", "    at file:///home/app.js:4:5\r", "    at SOURCE:6:20\r"],
    ["a method in V8's words", "    at Panel.get size [as size] (app.js:2:5)", "    at Panel.size (SOURCE:3:23)"],
    ["a clock before it", "12:30:45 app.js:4:5 and app.js:9:1", "12:30:45 SOURCE:6:20 and app.js:9:1"],
  ]) {
    it(`finds a position with ${what}`, async () => {
      assert.equal(await stackOf(text), wanted.replace("SOURCE", source()));
    });
  }

  it("finds a bundle whose name has a blank and letters outside of ASCII", async () => {
    const name = "my café.js";
    for (const path of [`/a/${name}`, `file:///a/${encodeURI(name)}`]) {
      assert.equal(await stackOf(`    at x (${path}:4:5)`, name), `    at draw (${source()}:6:20)`);
    }
  });

  for (const text of [
    "at x (my-app.js:4:5)",
    "at x (app.js:0:1)",
    "at x (app.js:4:0)",
    "at x (app.js:99:1)",
    "app.json:4:5",
  ]) {
    it(`leaves ${text}`, async () => {
      assert.equal(await stackOf(text), text);
    });
  }

  it("reads a text of a megabyte", async () => {
    const long = `Error: ${"x".repeat(1 << 20)}${":1".repeat(1 << 14)}\n`;
    assert.equal(await stackOf(`${long}    at x (app.js:4:5)`), `${long}    at draw (${source()}:6:20)`);
  });

  it("throws a SyntaxError for a map that is not JSON", async () => {
    const error = await stackOf("broken.js:1:1", "broken.js").then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.instanceOf(error, SyntaxError);
  });
});
