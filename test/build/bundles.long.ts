import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { unknownSyntax } from "@ws2kit/build";
import { assert } from "chai";
import { parseAst } from "rollup/parseAst";
import { EVERYTHING } from "../fixture/everything.js";
import { unknownGlobals } from "./globals.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const TARGETS = readdirSync(`${ROOT}targets`);
const BUNDLES = ["ws2.js", "ws2.min.js", "echo.js", "checks.js"];
/**
 * The bundles to check for globals: by default, the firmware of the smaller systems. Lint checks the sources of all
 * bundles.
 */
const READABLE = EVERYTHING ? /(?<!\.min)\.js$/ : /(?<!desktop)\/echo\.js$/;
const files = TARGETS.flatMap((target) => BUNDLES.map((bundle) => `${ROOT}dist/${target}/${bundle}`));

describe("build: bundles", () => {
  it("are there for every target", () => {
    for (const target of TARGETS) assert.includeMembers(readdirSync(`${ROOT}dist/${target}`), BUNDLES);
  });

  it("import nothing and are syntax of the oldest engine", () => {
    for (const file of files) {
      const code = readFileSync(file, "utf8");
      assert.deepEqual(unknownSyntax(code), [], file);
      const kinds = parseAst(code).body.map(({ type }) => type);
      assert.notInclude(kinds, "ImportDeclaration", file);
    }
  });

  it("use no global but the language's own", function () {
    this.timeout(120_000);
    const readable = files.filter((file) => READABLE.test(file));
    const sample = fileURLToPath(new URL("sample.js", import.meta.url));
    const found = unknownGlobals([...readable, sample], {
      [sample]: "setTimeout(Math.abs, globalThis.ws2host, console);",
    });
    assert.deepEqual(found, [`${sample}: console`, `${sample}: setTimeout`]);
  });

  it("use no host object except ws2host", () => {
    for (const file of files) {
      const names = [...readFileSync(file, "utf8").matchAll(/\bglobalThis\b(\.\w+)?/g)].map(([name]) => name);
      assert.deepEqual(
        [...new Set(names)].filter((name) => name !== "globalThis.ws2host"),
        [],
        file,
      );
    }
  });

  for (const target of TARGETS) {
    it(`export to ${target}'s applications what its package exports, and the device's platform`, async () => {
      const names = Object.keys(await import(`@ws2kit/target-${target}`));
      for (const bundle of ["ws2.js", "ws2.min.js"]) {
        const exported = Object.keys(await import(pathToFileURL(`${ROOT}dist/${target}/${bundle}`).href));
        assert.sameMembers(exported, [...names, "devicePlatform"]);
      }
    });
  }
});
