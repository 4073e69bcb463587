import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import { buildFirmware } from "@ws2kit/build";
import { sourceStack } from "@ws2kit/build/stacks";
import { assert } from "chai";
import { parseAst } from "rollup/parseAst";

const APP = fileURLToPath(new URL("../../../examples/telemetry/telemetry.ts", import.meta.url));

describe("firmware whose lines are those of its sources", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-lines-"));
  const [plain, lined] = [join(folder, "plain.js"), join(folder, "lined.js")];
  before(async () => {
    await buildFirmware({ app: APP, target: "ce", out: plain });
    await buildFirmware({ app: APP, target: "ce", out: lined, lines: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is the same program", () => {
    const tree = (file: string) =>
      JSON.stringify(parseAst(readFileSync(file, "utf8")), (key, value) =>
        key === "start" || key === "end" ? undefined : value,
      );
    assert.equal(tree(lined), tree(plain));
  });

  it("has one source line in each line, and costs a byte for each", () => {
    const code = readFileSync(lined, "utf8");
    const lines = decodedMappings(new TraceMap(readFileSync(`${lined}.map`, "utf8")));
    assert.isAbove(lines.length, 1000);
    for (const [i, line] of lines.entries()) {
      assert.isAtMost(new Set(line.map(([, source, at]) => `${source}:${at}`)).size, 1, `line ${i + 1}`);
    }
    const ends = (text: string) => text.split("\n").length;
    const before = readFileSync(plain, "utf8");
    assert.equal(code.length - before.length, ends(code) - ends(before));
  });

  it("leads from a line without a column to the source's line and function", async () => {
    const source = readFileSync(APP, "utf8").split("\n");
    const wanted = source.findIndex((line) => line.includes("new Station(")) + 1;
    const stack = await sourceStack(`Error: no\n    at x (lined.js:${lineOf(lined, wanted)})\n    at native\n`, lined);
    assert.equal(stack, `Error: no\n    at main (${relative("", APP)}:${wanted})\n    at native\n`);
  });

  it("keeps a position without a column where a line has code of several source lines", async () => {
    assert.equal(await sourceStack("    at x (plain.js:1)", plain), "    at x (plain.js:1)");
  });
});

/** The line of a bundle that has the code of a line of the application. */
function lineOf(bundle: string, wanted: number): number {
  const map = new TraceMap(readFileSync(`${bundle}.map`, "utf8"));
  const app = map.sources.findIndex((one) => one?.endsWith("telemetry.ts"));
  return decodedMappings(map).findIndex((line) => line.some((one) => one[1] === app && one[2] === wanted - 1)) + 1;
}
