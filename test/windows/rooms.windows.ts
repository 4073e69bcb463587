import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { EXCUSED } from "./excused.js";
import { CHECKOUT, leave, prepare, windowsNode } from "./machine.js";

/** The tests that run on Windows, a run of mocha each. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  spi: ["test/lib/spi/*.test.js"],
  core: ["test/lib/core/*.test.js"],
  tcpip: ["test/lib/tcpip/*.test.js"],
  "platform-memory": ["test/lib/platform-memory/*.test.js"],
  "network-stack": ["test/lib/network-stack/platform-node.test.js"],
  "platform-node": ["platform", "waiting", "streams", "datagrams", "options", "directory-storage"].map(
    (name) => `test/lib/platform-node/${name}.test.js`,
  ),
  layers: ["packages/layers/lib/*/*.test.js"],
  build: ["test/lib/build/*.test.js"],
  rules: ["test/lib/rules/*.test.js"],
};

interface MochaReport {
  readonly stats: { readonly passes: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

/** Tests of Linux alone: they read /proc, which Wine shows as this system has it. */
const LINUX_ALONE = "leaks no descriptor";
const OPTIONS = ["--no-config", "--timeout=120000", "--reporter=json", `--grep=${LINUX_ALONE}`, "--invert"];

/** Runs mocha under Windows' node.exe. */
async function mocha(room: string): Promise<MochaReport> {
  const report = join(CHECKOUT, "dist", `${room}.json`);
  rmSync(report, { force: true });
  const words = [...OPTIONS, "--reporter-option", `output=dist/${room}.json`, ...ROOMS[room]];
  const { err, out } = await windowsNode(["node_modules/mocha/bin/mocha.js", ...words], 1_800_000);
  assert.isTrue(existsSync(report), `mocha wrote no report: ${out.slice(-2000)}${err.slice(-2000)}`);
  return JSON.parse(readFileSync(report, "utf8"));
}

describe("Windows' node.exe", () => {
  before(prepare);
  after(leave);

  for (const room of Object.keys(ROOMS)) {
    it(`passes the tests of ${room}, but for those that are excused`, async () => {
      const { stats, failures } = await mocha(room);
      const expected = Object.values(EXCUSED[room] ?? {}).flat();
      const failed = failures.map(({ fullTitle, err }) => ({ title: fullTitle, message: err.message }));
      const unexpected = failed.filter(({ title }) => !expected.some((each) => title.includes(each)));
      const stale = expected.filter((each) => !failed.some(({ title }) => title.includes(each)));
      assert.deepEqual({ unexpected, stale }, { unexpected: [], stale: [] });
      assert.isAbove(stats.passes, 0);
    });
  }
});
