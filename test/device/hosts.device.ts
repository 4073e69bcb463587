import { readFileSync } from "node:fs";
import { runDevice } from "@ws2kit/example-device/device-program";
import { runEcho } from "@ws2kit/example-device/echo-run";
import { build, listHosts, missing, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { echoImage, firmwareImage, scratchFile } from "./images.js";

/**
 * The bytes of heap by which a thousand connections may increase the use: the smallest block for each hundredth
 * connection. The use varies by less with the same objects, because a block in a hole also occupies a rest that is
 * too small for another hole. A decrease is not an error.
 */
const LEAK = 80;

for (const host of listHosts()) {
  describe(`device host ${host.name}`, function () {
    this.timeout(300_000);
    before(async () => {
      assert.equal(missing(host), "", "the tools for this host are not installed");
      await build(readHost("x64"));
      await build(host);
    });

    it("builds", () => {
      assert.isAbove(readFileSync(host.program).length, 100_000);
    });

    if (host.runner === null) return;

    it("compiles the same text to the same bytes as on x64", async () => {
      const mine = readFileSync(await echoImage(host));
      assert.isTrue(mine.equals(readFileSync(await echoImage(readHost("x64")))));
    });

    it("echoes every byte from an image", async () => {
      await runEcho(host, [await echoImage(host)], { connections: 8, bytes: 1024 * 1024, datagrams: 200 });
    });

    it("uses no more heap after a thousand connections", async () => {
      const { code, log, complaints } = await runDevice(host, await firmwareImage(host, "cycles"));
      assert.equal(code, 0, complaints.join("\n"));
      const [, before, after] = /^cycles=1000 before=(\d+) after=(\d+)$/.exec(log.join("\n")) ?? [];
      assert.isAbove(Number(before), 0, log.join("\n"));
      assert.isBelow(Number(after) - Number(before), LEAK, log.join("\n"));
    });

    it("serves sixty-four connections at once", async () => {
      const { code, log, complaints } = await runDevice(host, await firmwareImage(host, "crowd"));
      assert.equal(code, 0, complaints.join("\n"));
      assert.deepEqual(log, ["connections=64 right"]);
    });

    it("refuses a damaged image, and ends with figures if the heap is too small", async () => {
      const path = await echoImage(host);
      const image = readFileSync(path);
      image[image.length - 1] ^= 1;
      const refused = await runDevice(host, scratchFile("damaged.img", image));
      assert.equal(refused.code, 3);
      assert.match(refused.complaints.join("\n"), /it is damaged/);
      const small = await runDevice(host, "--heap", "200000", path);
      assert.equal(small.code, 4);
      assert.match(small.complaints.join("\n"), /\d+ bytes were asked for when \d+ of the heap's 200000/);
    });
  });
}
