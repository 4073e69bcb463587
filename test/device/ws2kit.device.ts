import { readFileSync } from "node:fs";
import { build, ROOT, readHost } from "@ws2kit/example-device/hosts";
import { compileImage } from "@ws2kit/example-device/image";
import { assert } from "chai";
import { testRecordings } from "../cli/recordings.js";
import { testTraces } from "../cli/traces.js";
import { ws2kit } from "../cli/ws2kit.js";
import { SCRATCH, scratchFile } from "./images.js";

const TARGET = ["--target", "ce"];
const ON_HOST = ["--engine", "device"];

describe("ws2kit on the device host", function () {
  this.timeout(300_000);
  const x64 = readHost("x64");
  before(() => build(x64));

  it("build --image makes the host's image, with the target's budgets, and prints its size", async () => {
    const out = `${SCRATCH}ws2kit-echo.img`;
    const { status, out: said } = await ws2kit(
      "build",
      `${ROOT}examples/echo/echo.ts`,
      ...TARGET,
      "--image",
      "--out",
      out,
    );
    assert.equal(status, 0);
    const image = readFileSync(out);
    assert.isTrue(
      said.endsWith(`${out}: ${image.length.toLocaleString("en")} bytes, the same module as bytecode\n`),
      said,
    );
    const again = `${SCRATCH}ws2kit-again.img`;
    await compileImage(x64, out.replace(".img", ".js"), "ce", again);
    assert.isTrue(image.equals(readFileSync(again)));
  });

  for (const [what, code, status, says] of [
    ["comes to its end", `ws2host.log("done");`, 0, /\nit ended, heap \d+ KiB at most/],
    ["throws", `throw new TypeError("no");`, 1, /threw TypeError: no\n[\s\S]*\nit threw, /],
    ["allocates all the heap", "const all = []; for (;;) all.push(new Uint8Array(65536));", 4, /\nout of memory, heap/],
    ["recurses for ever", "const deep = (n) => 1 + deep(n + 1); deep(0);", 5, /\nout of stack, heap/],
    ["hangs", "for (;;);", 6, /\nthe watchdog ended it, heap/],
  ] as const) {
    it(`run ends with ${status} when firmware ${what}, and reports it with figures`, async () => {
      const run = await ws2kit("run", scratchFile("ends.js", code), ...TARGET, ...ON_HOST);
      assert.equal(run.status, status, run.err);
      assert.match(run.err, says);
    });
  }

  testRecordings("device");
  testTraces("device");
});
