import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { type Ended, runDevice } from "@ws2kit/example-device/device-program";
import { runEcho } from "@ws2kit/example-device/echo-run";
import { assert } from "chai";
import { echoImage, SCRATCH, scratchFile } from "./images.js";
import { describeX64, x64 } from "./x64.js";

const HEADER = 80;
const CHECKSUM = 76;

describeX64(() => {
  let image: Buffer;
  let path: string;
  before(async () => {
    path = await echoImage(x64);
    image = readFileSync(path);
  });

  it("echoes from an image, within 384 KiB of heap and the profile's other budgets", async () => {
    const workload = { connections: 4, bytes: 256 * 1024, datagrams: 50 };
    const { figures } = await runEcho(x64, [path], workload);
    assert.isAbove(figures.heap_after_boot, 0);
  });

  it("echoes from source text", async () => {
    await runEcho(x64, ["dist/ce/echo.js"], { connections: 1, bytes: 4096, datagrams: 2 });
  });

  it("compiles the same text to the same bytes", async () => {
    assert.isTrue(image.equals(readFileSync(await echoImage(x64))));
  });

  describe("refuses an image", () => {
    const refused = async (bytes: Uint8Array): Promise<string> => {
      const ended: Ended = await runDevice(x64, scratchFile("refused.img", bytes));
      assert.equal(ended.code, 3, ended.complaints.join("\n"));
      return ended.complaints.join("\n");
    };
    /** The image with other bytes at `at`, and a correct checksum. */
    const changed = (at: number, ...bytes: number[]) => {
      const copy = Buffer.from(image);
      copy.set(bytes, at);
      const sum = crc32(copy.subarray(HEADER), crc32(copy.subarray(0, CHECKSUM)));
      copy.writeUInt32LE(sum, CHECKSUM);
      return copy;
    };

    it("with any byte of its header flipped", async () => {
      for (let at = 8; at < HEADER; at++) {
        const copy = Buffer.from(image);
        copy[at] ^= 0xff;
        await refused(copy);
      }
    });

    it("with any byte of its magic damaged, and does not mistake it for source text", async () => {
      for (let at = 0; at < 8; at++) {
        const copy = Buffer.from(image);
        copy[at] ^= 0x20;
        assert.match(await refused(copy), /neither source text in UTF-8 nor an image/);
      }
      assert.match(await refused(Buffer.from("ws2host.log('\0')")), /neither source text/);
      assert.match(await refused(Buffer.from([0x27, 0xc3, 0x28, 0x27])), /neither source text/);
    });

    it("with a single bit of its bytecode flipped", async () => {
      for (let at = HEADER; at < image.length; at += 997) {
        const copy = Buffer.from(image);
        copy[at] ^= 1 << (at % 8);
        assert.match(await refused(copy), /it is damaged: its checksum is [0-9A-F]{8}/);
      }
    });

    it("that is cut short, or has bytes after its end", async () => {
      for (const length of [8, 40, HEADER - 1, HEADER, image.length - 1]) {
        assert.match(await refused(image.subarray(0, length)), /copy it again/);
      }
      assert.match(await refused(Buffer.concat([image, image])), /announces \d+ bytes of bytecode and \d+ follow/);
    });

    it("of another engine, interface, SPI or header, and prints the found and the expected value", async () => {
      const versions: readonly [at: number, bytes: number[], says: RegExp][] = [
        [8, [1, 0], /has format 1 and this host reads format 2; build it/],
        [10, [0, 0], /engine flags are 0 and this host's are 1 .*CONFIG_BIGNUM.*-c/],
        [12, [9, 0], /version 9 of the device interface and this host speaks version 2/],
        [14, [1, 1], /version 1\.1 of the SPI and this host to 2\.2/],
        [
          36,
          [...Buffer.from("2024-01-13")],
          /QuickJS 2024-01-13 and this host's engine is QuickJS 2021-03-27; compile/,
        ],
      ];
      for (const [at, bytes, says] of versions) assert.match(await refused(changed(at, ...bytes)), says);
    });

    it("that is to be compiled again", async () => {
      const ended = await runDevice(x64, "-c", path, "-o", `${SCRATCH}again.img`, "--target", "ce");
      assert.equal(ended.code, 3);
      assert.match(ended.complaints.join("\n"), /is an image already/);
    });
  });
});
