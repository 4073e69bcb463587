import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTargets } from "@ws2kit/build";
import { assert } from "chai";
import { Applications, program } from "./firmware.js";
import { ws2kit } from "./ws2kit.js";

const TARGETS = listTargets(import.meta.dirname);

describe("ws2kit build", function () {
  this.timeout(60_000);
  let applications: Applications;
  beforeEach(() => {
    applications = new Applications();
  });
  afterEach(() => applications.remove());

  it("writes one module, and prints its size", async () => {
    const app = applications.write("hello.ts", program(`  machine.platform.log("hello");`));
    const out = join(applications.folder, "deep/hello.js");
    const { status, out: said } = await ws2kit("build", app, "--target", "ce", "--out", out);
    assert.equal(status, 0);
    const size = readFileSync(out).length.toLocaleString("en");
    assert.equal(
      said,
      `${out}: ${size} bytes, an ES module for Windows CE 5.0; its source map is in the same folder\n`,
    );
    assert.isTrue(existsSync(`${out}.map`));
  });

  it("includes the named configuration, and reports a missing configuration", async () => {
    const app = applications.write(
      "greet.ts",
      `import config from "@ws2kit/config";\n${program("  machine.platform.log(config.greeting);")}`,
    );
    const out = join(applications.folder, "greet.js");
    const words = ["build", app, "--target", "ce", "--out", out, "--no-minify"];
    const missing = await ws2kit(...words);
    assert.equal(missing.status, 1);
    assert.match(
      missing.err,
      /greet\.ts:1:20: there is no @ws2kit\/config: write a config\.json in the application's folder/,
    );
    const config = applications.write("site.json", '{ "greeting": "moin" }');
    assert.equal((await ws2kit(...words, "--config", config)).status, 0);
    assert.include(readFileSync(out, "utf8"), '"moin"');
  });

  it("ends with 1 and the file, line and target of a missing function, and writes nothing", async () => {
    const app = applications.write("poll.ts", program("  machine.openProcess().WSAPoll([], 0, 0);"));
    const out = join(applications.folder, "poll.js");
    const { status, err } = await ws2kit("build", app, "--target", "ce", "--out", out);
    assert.equal(status, 1);
    assert.match(err, /for target ce:\n.*poll\.ts:4:25: Windows CE has no WSAPoll: call select/);
    assert.isFalse(existsSync(out));
  });

  it("ends with 2 and the command that installs a target, if a project has none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
    const app = join(folder, "app.ts");
    writeFileSync(app, program(""));
    for (const command of ["build", "run"]) {
      const { status, err } = await ws2kit(command, app, "--target", "ce");
      assert.deepEqual([status, err], [2, "[ws2kit] no target is installed here: npm install @ws2kit/target-ce.\n"]);
    }
    rmSync(folder, { recursive: true });
  });

  for (const [what, words, says] of [
    ["no target", [], "required option '--target <name>' not specified; see ws2kit build --help."],
    [
      "a target that is not installed",
      ["--target", "cd"],
      `there is no target "cd"; there are ${TARGETS.slice(0, -1).join(", ")} and ${TARGETS.at(-1)}.`,
    ],
    [
      "no device host",
      ["--target", "ce", "--image", "--host", "nowhere"],
      "there is no device host at nowhere: build it with ws2kit host build, or name its file with --host.",
    ],
    [
      "no such configuration",
      ["--target", "ce", "--config", "none.json"],
      "none.json cannot be read: there is no such file.",
    ],
  ] as const) {
    it(`ends with 2 and one line: ${what}`, async () => {
      const app = applications.write("hello.ts", program(""));
      assert.deepEqual(await ws2kit("build", app, ...words), { status: 2, out: "", err: `[ws2kit] ${says}\n` });
    });
  }
});
