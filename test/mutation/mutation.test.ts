import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EQUIVALENTS } from "./equivalents.js";
import { instrument, type Mutation } from "./instrument.js";
import { compiledName } from "./sources.js";

describe("mutation", () => {
  const directory = mkdtempSync(join(tmpdir(), "ws2kit-mutation-"));
  after(() => rmSync(directory, { recursive: true }));

  it("puts each change into the compiled module, with the line where it stands", async () => {
    const file = "packages/core/src/kernel/alert.ts";
    const mutations = await instrument(directory, file);
    const lines = readFileSync(file, "utf8").split("\n");
    const compiled = readFileSync(join(directory, compiledName(file)), "utf8");
    expect(mutations).not.to.have.length(0);
    for (const { id, line, original } of mutations) {
      expect(lines[line - 1]).to.include(original.split(" ")[0]);
      expect(compiled).to.include(`"${id}"`);
    }
  });

  it("has equivalents that are still in the sources, each with its reason", async function () {
    this.timeout(20_000);
    const files = [...new Set(EQUIVALENTS.map(({ file }) => file))];
    const found: Mutation[] = [];
    for (const file of files) found.push(...(await instrument(directory, file)));
    for (const { file, original, replacement, why } of EQUIVALENTS) {
      expect(why).to.match(/\.$/);
      const isThere = found.some(
        (each) => each.file === file && each.original === original && each.replacement === replacement,
      );
      expect(isThere, `${file}: ${original} -> ${replacement}`).to.equal(true);
    }
  });
});
