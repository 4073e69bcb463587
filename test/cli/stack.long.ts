import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { assert } from "chai";
import { Applications } from "./firmware.js";
import { COMMAND, ROOT, ws2kit } from "./ws2kit.js";

const APP = `export default function main(): void {
  throw new RangeError("too deep");
}
`;

describe("ws2kit stack", function () {
  this.timeout(120_000);
  let applications: Applications;
  before(() => {
    applications = new Applications();
  });
  after(() => applications.remove());

  /** Builds the application, and returns the firmware's path. */
  async function firmware(name: string, ...words: string[]): Promise<string> {
    const out = `${applications.folder}/${name}.js`;
    const built = await ws2kit(
      "build",
      applications.write(`${name}.ts`, APP),
      "--target",
      "ce",
      "--out",
      out,
      ...words,
    );
    assert.equal(built.status, 0, built.err);
    return out;
  }

  it("shows the source's function and line in a text from standard input", async () => {
    const out = await firmware("lined", "--lines");
    const line =
      readFileSync(out, "utf8")
        .split("\n")
        .findIndex((text) => text.includes("too deep")) + 1;
    const text = `12:30:45 RangeError: too deep\r\n    at a (lined.js:${line})\r\n`;
    const words = [COMMAND, "stack", out];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: ROOT, input: text, encoding: "utf8" });
    const source = relative(ROOT, `${applications.folder}/lined.ts`);
    assert.equal(stdout, `12:30:45 RangeError: too deep\r\n    at main (${source}:2)\r\n`);
    assert.equal(status, 0);
  });

  it("says that a line alone does not lead to a source where lines are not those of the sources", async () => {
    const out = await firmware("plain");
    const log = applications.write("plain.log", "RangeError: too deep\n    at a (plain.js:1)\n");
    const { status, out: said, err } = await ws2kit("stack", out, log);
    assert.equal(said, "RangeError: too deep\n    at a (plain.js:1)\n");
    assert.equal(
      err,
      `[ws2kit] ${log} has no position in plain.js that leads to a source. ` +
        "A stack without columns, such as the C host's, needs firmware that was built with --lines.\n",
    );
    assert.equal(status, 1);
  });

  it("refuses a source map that is not JSON", async () => {
    const broken = applications.write("broken.js", "");
    applications.write("broken.js.map", "{");
    const log = applications.write("broken.log", "at broken.js:1:1");
    const { status, err } = await ws2kit("stack", broken, log);
    assert.equal(status, 2);
    assert.match(err, /broken\.js\.map is not a source map: [^\n]+\.\n$/);
  });

  it("refuses firmware without its source map", async () => {
    const alone = applications.write("alone.js", "");
    const { status, err } = await ws2kit("stack", alone);
    assert.equal(status, 2);
    assert.equal(
      err,
      `[ws2kit] ${alone}.map is missing: ws2kit build writes the source map and the firmware's .js together.\n`,
    );
  });
});
