import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { type Ended, runDevice } from "@ws2kit/example-device/device-program";
import { runEcho } from "@ws2kit/example-device/echo-run";
import { readHost } from "@ws2kit/example-device/hosts";
import { build } from "@ws2kit/example-device/toolchain";
import { assert } from "chai";
import { echoImage, SCRATCH, scratchFile } from "./images.js";

const HEADER = 80;
const CHECKSUM = 76;
const x64 = readHost("x64");

describe("device host x64", function () {
  this.timeout(120_000);
  let image: Buffer;
  let path: string;
  before(async () => {
    await build(x64);
    path = await echoImage(x64);
    image = readFileSync(path);
  });

  const run = (source: string, ...options: string[]) => runDevice(x64, ...options, scratchFile("program.js", source));

  it("echoes from an image, within 384 KiB of heap and the profile's other budgets", async () => {
    const workload = { connections: 4, bytes: 256 * 1024, datagrams: 50 };
    const { figures } = await runEcho(x64, [path], workload);
    assert.isAbove(figures.heap_after_boot, 0);
  });

  it("echoes from source text", async () => {
    await runEcho(x64, ["dist/ce/echo.js"], { connections: 1, bytes: 4096, datagrams: 2 });
  });

  it("makes the same bytes of the same text", async () => {
    assert.isTrue(image.equals(readFileSync(await echoImage(x64))));
  });

  describe("says in its exit code how a program ended", () => {
    const cases: readonly [name: string, code: number, source: string, says: RegExp][] = [
      ["at its end", 0, "ws2host.log('here')", /^$/],
      [
        "by an error",
        1,
        "function f() {\n throw new TypeError('no'); }\nf()",
        /TypeError: no\n +at f \(program\.js:2\)/,
      ],
      ["by a mistake in its text", 1, "let = ;", /SyntaxError/],
      ["by a rejection that nobody heard", 1, "Promise.resolve().then(() => { throw 7; })", /threw 7/],
      ["after one that somebody heard", 0, "Promise.reject(7).catch(() => {})", /^$/],
      [
        "out of heap",
        4,
        "const a = []; for (;;) a.push(new Uint8Array(1000))",
        /\d+ bytes were asked for when \d+ of the heap's 300000/,
      ],
      ["out of heap at once", 4, "new ArrayBuffer(1e9)", /1000000000 bytes were asked for/],
      ["out of stack", 5, "(function f() { f(); })()", /more than its stack of 60000 bytes/],
      ["by the watchdog", 6, "for (;;);", /more than 50 ms without a call/],
    ];
    for (const [name, code, source, says] of cases) {
      it(name, async () => {
        const ended = await run(source, "--heap", "300000", "--stack", "60000", "--watchdog", "50");
        assert.equal(ended.code, code, ended.complaints.join("\n"));
        assert.match(ended.complaints.join("\n"), says);
      });
    }

    it("on a wrong command line", async () => {
      for (const args of [
        ["--heap"],
        ["--heap", "lots", "a.js"],
        ["-c", "a.js"],
        ["a.js", "b.js"],
        ["--deep", "1"],
        [],
      ]) {
        assert.equal((await runDevice(x64, ...args)).code, 2, args.join(" "));
      }
    });
  });

  it("lets a program catch what it asked too much of", async () => {
    const { code, log } = await run(
      "try { new ArrayBuffer(1e9); } catch (error) { ws2host.log(String(error)); }",
      "--heap",
      "300000",
    );
    assert.equal(code, 0);
    assert.deepEqual(log, ["InternalError: out of memory"]);
  });

  it("is out of memory, whatever the heap, where the echo server does not fit", async () => {
    for (let heap = 60_000; heap < 262_000; heap += 1024) {
      const ended = await runDevice(x64, "--heap", String(heap), path);
      assert.equal(ended.code, 4, `${heap}: ${ended.complaints.join("\n")}`);
      assert.match(ended.complaints.join("\n"), /\d+ bytes/);
    }
  });

  it("is alive as long as it calls the host", async () => {
    const { code } = await run("const t = ws2host.now(); while (ws2host.now() - t < 300);", "--watchdog", "100");
    assert.equal(code, 0);
  });

  it("has no eval", async () => {
    const { log } = await run("try { eval('1'); } catch (error) { ws2host.log(error.name); }");
    assert.deepEqual(log, ["TypeError"]);
  });

  it("puts a record in words", async () => {
    const { log } = await run(`ws2host.record("provider-version", '["a.dll","1.1"]'); ws2host.record("new", "[1]")`);
    assert.match(log[0], /^\[ws2kit\] a\.dll: WSPStartup settled on version 1\.1; the call failed/);
    assert.equal(log[1], "[ws2kit] new [1]");
  });

  it("keeps to buffers", async () => {
    const { code, log } = await run(`
      const buf = new ArrayBuffer(8);
      const calls = [[buf, 0, 9], [buf, 8, 1], [buf, -1, 1], [buf, 0, -1], [buf, 2 ** 31, 1], [3, 0, 1], [null, 0, 0]];
      ws2host.log(calls.map((args) => ws2host.random(...args)).join());
      ws2host.log([ws2host.poll(buf, 2, 0), ws2host.send(1), ws2host.close(-1), ws2host.available(99999)].join());
    `);
    assert.equal(code, 0);
    assert.deepEqual(log, [Array(7).fill(-10014).join(), "-10014,-10038,-10038,-10038"]);
  });

  describe("refuses an image", () => {
    const refused = async (bytes: Uint8Array): Promise<string> => {
      const ended: Ended = await runDevice(x64, scratchFile("refused.img", bytes));
      assert.equal(ended.code, 3, ended.complaints.join("\n"));
      return ended.complaints.join("\n");
    };
    /** The image with other bytes at `at`, and its checksum right again. */
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

    it("with any byte of its magic damaged, which makes no source text of it", async () => {
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

    it("that is cut short, or has more behind it", async () => {
      for (const length of [8, 40, HEADER - 1, HEADER, image.length - 1]) {
        assert.match(await refused(image.subarray(0, length)), /copy it again/);
      }
      assert.match(await refused(Buffer.concat([image, image])), /announces \d+ bytes of bytecode and \d+ follow/);
    });

    it("of another engine, interface, SPI or header, and says what it found and what would be right", async () => {
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

    it("that would be compiled again", async () => {
      const ended = await runDevice(x64, "-c", path, "-o", `${SCRATCH}again.img`, "--target", "ce");
      assert.equal(ended.code, 3);
      assert.match(ended.complaints.join("\n"), /is an image already/);
    });
  });
});
