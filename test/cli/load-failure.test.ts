import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { bundleFailure, importFailure } from "#cli/engine/load-failure.js";

describe("the cause of a provider's module that does not load", () => {
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
  after(() => rmSync(folder, { recursive: true }));

  async function failureOf(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    writeFileSync(file, text);
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      return importFailure(error, file);
    }
    throw new Error(`${name} loads`);
  }

  /** A mistake, the module, and where it is: the file, line and column of the statement that threw. */
  const THROWN: readonly (readonly [of: string, name: string, text: string, place: string])[] = [
    ["JSON that does not parse", "json.mjs", "\nJSON.parse('{');", "json.mjs:2:6"],
    ["a RegExp that does not parse", "pattern.mjs", "\n\nnew RegExp('(');", "pattern.mjs:3:1"],
    ["a built-in function that throws", "built-in.mjs", "\n[].reduce((a) => a);", "built-in.mjs:2:4"],
  ];

  for (const [of, name, text, place] of THROWN) {
    it(`has file and line of ${of}`, async () => {
      const failure = await failureOf(name, text);
      expect(failure).to.match(/^it does not load: (Syntax|Type)Error: /);
      expect(failure).to.contain(` at ${pathToFileURL(folder)}/${place}`);
    });
  }

  it("has file and line of a mistake in a module", async () => {
    const file = join(folder, "half.mjs");
    expect(await failureOf("half.mjs", "\nexport default 1 +;\n")).to.equal(
      `it does not load: SyntaxError: ${file}:2: Expression expected.`,
    );
  });

  it("does not read an import that is a folder", async () => {
    mkdirSync(join(folder, "inner"));
    const failure = await failureOf("importing.mjs", "if (false) await import('./inner');\nJSON.parse('{');");
    expect(failure).to.contain("importing.mjs:2:6");
  });

  it("names a module that a bundler's plugin made, which has no file", () => {
    const error = { code: "PARSE_ERROR", message: "Unexpected token", id: "\0made:entry", loc: { line: 4 } };
    expect(bundleFailure(error)).to.equal("it does not load: SyntaxError: made:entry:4: Unexpected token");
  });
});
