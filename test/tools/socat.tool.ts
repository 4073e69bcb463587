import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { bootFirmware } from "@ws2kit/example-echo/firmware";
import { assert } from "chai";

describe("echo firmware on ce, called by socat", function () {
  this.timeout(20_000);

  for (const transport of ["TCP", "UDP"]) {
    it(`answers over ${transport}`, async () => {
      const firmware = await bootFirmware("ce", () => {});
      const port = transport === "TCP" ? firmware.tcpPort : firmware.udpPort;
      const socat = spawn("socat", ["-t", "0.5", "-", `${transport}:127.0.0.1:${port}`]);
      socat.stdin.end("hello, device\n");
      assert.equal(await text(socat.stdout), "hello, device\n");
      await firmware.stop();
    });
  }
});
