import { DeviceProgram, runDevice } from "@ws2kit/example-device/device-program";
import { build, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { dllFunctions, functionsWithoutNameSpaces } from "../build/whole-application.js";
import { CE } from "../fixture/systems.js";
import { echoImage, firmwareImage, scratchFile } from "./images.js";

/** Allocates and frees blocks of all sizes, in random order; then allocates nearly the whole heap. */
const WHOLE = `
  let state = 1;
  const random = (n) => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 8) % n;
  const blocks = new Array(2000).fill(null);
  const take = (n) => {
    const length = n % 10 === 0 ? random(20000) : random(400);
    return new Uint8Array(length).fill(n);
  };
  const step = (n) => {
    const at = random(blocks.length);
    const block = blocks[at];
    blocks[at] = n % 3 === 0 ? null : take(n);
    return block === null || block[0] === block[block.length - 1];
  };
  let wrong = 0;
  for (let n = 0; n < 60000; n++) if (!step(n)) wrong++;
  blocks.fill(null);
  ws2host.log("wrong=" + wrong + " whole=" + new ArrayBuffer(7 << 20).byteLength);
`;

/** Frees every second of many blocks, and then the others: in between, the heap is full of holes. */
const HOLES = `
  const blocks = Array.from({ length: 60000 }, () => new ArrayBuffer(200));
  for (let at = 0; at < blocks.length; at += 2) blocks[at] = null;
  for (let at = 1; at < blocks.length; at += 2) blocks[at] = null;
  ws2host.log("blocks=" + blocks.length);
`;

describe("a device's heap", function () {
  this.timeout(300_000);
  for (const name of ["x64", "armel"]) {
    const host = readHost(name);
    const run = (source: string, ...options: string[]) => runDevice(host, ...options, scratchFile("heap.js", source));
    before(() => build(host));

    it(`never overlaps blocks, and is complete again when all are freed: ${name}`, async () => {
      const { code, log, complaints } = await run(WHOLE, "--heap", String(8 << 20), "--watchdog", "60000");
      assert.equal(code, 0, complaints.join("\n"));
      assert.deepEqual(log, [`wrong=0 whole=${7 << 20}`]);
    });

    it(`frees a block as fast among thousands of holes: ${name}`, async () => {
      const { code, log, complaints } = await run(HOLES, "--heap", String(32 << 20), "--watchdog", "3000");
      assert.equal(code, 0, complaints.join("\n"));
      assert.deepEqual(log, ["blocks=60000"]);
    });
  }
});

/** The most bytes of heap in use after firmware has booted on ARM: docs/figures.md. */
const AFTER_BOOT = { whole: 256 * 1024, withNameSpaces: 268 * 1024, echo: 200 * 1024 };

describe("a device's heap after boot, on ARM", function () {
  this.timeout(300_000);
  const host = readHost("armel");
  before(async () => {
    await build(readHost("x64"));
    await build(host);
  });

  for (const [name, functions, most] of [
    ["whole", functionsWithoutNameSpaces(CE), AFTER_BOOT.whole],
    ["whole-with-name-spaces", dllFunctions(CE), AFTER_BOOT.withNameSpaces],
  ] as const) {
    it(`is at most ${most.toLocaleString("en")} bytes with ${functions.length} functions of ce: ${name}`, async () => {
      const image = await firmwareImage(host, name);
      const { log, figures } = await new DeviceProgram(host, ["--figures", image]).ended;
      assert.deepEqual(log, [`up=0 functions=${functions.length}`]);
      assert.isAtMost(figures.heap_after_boot, most);
    });
  }

  it(`is at most ${AFTER_BOOT.echo.toLocaleString("en")} bytes with the echo server`, async () => {
    const program = new DeviceProgram(host, ["--figures", await echoImage(host)]);
    await program.line(/^listening udp/);
    const { figures } = await program.stop();
    assert.isAtMost(figures.heap_after_boot, AFTER_BOOT.echo);
  });
});
