import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { EQUIVALENTS } from "./equivalents.js";
import { instrument, type Mutation } from "./instrument.js";
import { OWN_TESTS } from "./own-tests.js";
import { drawn, inPart, linesOf, type MutationReport, merged } from "./report.js";
import { compiledName, mutatedSources } from "./sources.js";
import type { Fate } from "./trial.js";

describe("mutation", () => {
  const directory = mkdtempSync(join(tmpdir(), "ws2kit-mutation-"));
  after(() => rmSync(directory, { recursive: true }));

  it("makes each change in the compiled module, and reports its line", async () => {
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

  it("lists equivalent changes that are still in the sources, each with its reason", async function () {
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

  it("tries the tests of sources that exist, each with its reason", () => {
    for (const { sources, tests, why } of OWN_TESTS) {
      expect(why).to.match(/\.$/);
      for (const source of sources) expect(mutatedSources(source), source).not.to.have.length(0);
      for (const file of tests) expect(existsSync(`test/${file}.ts`), file).to.equal(true);
    }
  });

  describe("spread over eight machines", () => {
    const file = "packages/core/src/kernel/alert.ts";
    const PARTS = Array.from({ length: 8 }, (_, i) => ({ index: i + 1, of: 8 }));
    const fateOf = (mutation: Mutation): Fate => ({
      mutation,
      by: mutation.line % 3 === 0 ? null : "bind/twice: fail",
      byTest: false,
      reached: "1 tests",
    });

    it("is the whole sample once its parts are merged, in any order", async () => {
      const all = await instrument(directory, file);
      for (const size of [5, 11, all.length, all.length + 1]) {
        const sample = drawn(all, size, 3);
        const report = (part: MutationReport["part"]): MutationReport => {
          return { seed: 3, possible: all.length, size, part, fates: inPart(sample, part).map(fateOf) };
        };
        const whole = merged([...PARTS].reverse().map(report));
        expect(whole).to.deep.equal(report(null));
        expect(linesOf(whole)).to.deep.equal(linesOf(report(null)));
        expect(() => merged(PARTS.slice(1).map(report))).to.throw("these are not the 8 parts of one sample");
      }
    });

    if (!EVERYTHING) return;
    it("is the whole sample, each part in a process", async function () {
      this.timeout(900_000);
      const run = async (name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
        const out = join(directory, name);
        const words = ["test/lib/mutation/main.js", "--out", out, ...args];
        await promisify(execFile)(process.execPath, words, { env: { ...process.env, ...env } });
        return out;
      };
      const asked = ["--only", file, "--sample", "9", "--seed", "3", "--workers", "1"];
      const whole = await run("whole.json", asked);
      const parts: string[] = [];
      for (const { index } of PARTS) {
        parts.push(
          await run(`part-${index}.json`, [...asked, "--shard", "/8"], { JOB_COMPLETION_INDEX: String(index - 1) }),
        );
      }
      const all = await run("merged.json", ["--merge", ...parts]);
      expect(JSON.parse(readFileSync(all, "utf8"))).to.deep.equal(JSON.parse(readFileSync(whole, "utf8")));
    });
  });
});
