import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { profile } from "@ws2kit/target-ce";
import { assert } from "chai";
import { device } from "#cli/firmware/device-engine.js";

describe("a device host that a signal ends before it prints figures, as every signal does on Windows", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Starts a host that runs until a signal ends it. */
  function start() {
    const host = join(folder, "host");
    writeFileSync(host, `#!/usr/bin/env node\nsetInterval(() => {}, 1000);\n`, { mode: 0o755 });
    return device.start({ file: "app.js", budgets: profile.device, host, log() {} });
  }

  it("is an interrupted program, if the program was stopped", async () => {
    const running = await start();
    running.stop();
    assert.deepEqual(await running.ended, { outcome: "stopped", message: "", figures: [] });
  });
});
