import { readFileSync } from "node:fs";
import { beyondDevice, Guest } from "@ws2kit/engine-quickjs";
import { DeviceProgram } from "@ws2kit/example-device/device-program";
import { build, ROOT, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { echoImage, firmwareImage } from "./images.js";

/** Limits that none of these programs reaches. */
const AMPLE = { heap: 4 << 20, stack: 128 * 1024, watchdog: 60_000 };

/** Bytes of heap after boot in the engine of a desk, as `ws2kit run` prints them. */
async function onDesk(bundle: string): Promise<number> {
  const code = readFileSync(bundle, "utf8");
  const stop = { fd: -1, requested: () => true };
  const guest = await Guest.boot({
    ...AMPLE,
    code,
    stop,
    log() {},
    beyondDevice: beyondDevice(Buffer.byteLength(code)),
  });
  const { heapAfterBoot } = guest.figures;
  guest.dispose();
  return heapAfterBoot ?? Number.NaN;
}

describe("the heap of a desk's QuickJS", function () {
  this.timeout(300_000);
  const host = readHost("armhf");
  before(() => build(host));

  for (const name of ["standing", "whole", "echo"]) {
    it(`is within a tenth of the C host's on ARM, after the boot of ${name}`, async () => {
      const image = await (name === "echo" ? echoImage(host) : firmwareImage(host, name));
      const program = new DeviceProgram(host, ["--figures", image]);
      if (name === "echo") await program.line(/^listening udp/);
      const { figures } = await (name === "echo" ? program.stop() : program.ended);
      const bundle = name === "echo" ? `${ROOT}dist/ce/echo.js` : image.replace(/img$/, "js");
      const device = figures.heap_after_boot;
      assert.approximately(await onDesk(bundle), device, device / 10);
    });
  }
});
