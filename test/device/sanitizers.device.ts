import { DeviceProgram, runDevice } from "@ws2kit/example-device/device-program";
import { runEcho } from "@ws2kit/example-device/echo-run";
import { build, type Host, ROOT, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { guestContract } from "../network-stack/guest-contract.js";
import { echoImage, firmwareImage, scratchFile } from "./images.js";

const x64 = readHost("x64");
const sanitized: Host = { ...x64, program: `${ROOT}dist/device/x64-sanitized/ws2kit-device` };
const VALGRIND = ["valgrind", "-q", "--leak-check=full", "--errors-for-leak-kinds=all", "--error-exitcode=99"];

describe("device host x64 with AddressSanitizer and UBSan", function () {
  this.timeout(600_000);
  before(() => build(x64, { name: "x64-sanitized", variables: ["SANITIZE=1"] }));

  it("echoes without a report, and ends without a leak", async () => {
    const path = await echoImage(sanitized);
    await runEcho(sanitized, ["--stack", "1000000", path], { connections: 8, bytes: 512 * 1024, datagrams: 100 });
    const program = new DeviceProgram(sanitized, ["--stack", "1000000", path]);
    await program.line(/^listening udp/);
    const { code, complaints } = await program.stop();
    assert.deepEqual({ code, complaints }, { code: 7, complaints: [] });
  });

  for (const name of ["cycles", "crowd"]) {
    it(`runs ${name} without a report`, async () => {
      const path = await firmwareImage(sanitized, name);
      const { code, complaints } = await runDevice(sanitized, "--stack", "1000000", path);
      assert.deepEqual({ code, complaints }, { code: 0, complaints: [] });
    });
  }

  it("ends without a report if memory runs out, and for a bad image or bad arguments", async () => {
    const bad = scratchFile(
      "nonsense.js",
      "ws2host.recv({}, 1); ws2host.sendto(); ws2host.resolve('', 2, new ArrayBuffer(28), 0, 28)",
    );
    const path = await echoImage(sanitized);
    for (const [code, ...args] of [
      ["0", bad],
      ["4", "--stack", "1000000", "--heap", "100000", path],
      ["3", scratchFile("short.img", Buffer.from("89575332", "hex"))],
    ]) {
      const ended = await runDevice(sanitized, ...args);
      assert.notMatch(ended.complaints.join("\n"), /Sanitizer|runtime error/);
      if (code !== "3") assert.equal(ended.code, Number(code), ended.complaints.join("\n"));
    }
  });
});

guestContract("device host x64 with AddressSanitizer and UBSan", async (source) => {
  await build(x64, { name: "x64-sanitized", variables: ["SANITIZE=1"] });
  const budgets = ["--heap", String(16 << 20), "--stack", "1000000", "--watchdog", "60000", "--log", "100000000"];
  const { code, log, complaints } = await runDevice(sanitized, ...budgets, scratchFile("contract.js", source));
  assert.deepEqual({ code, complaints }, { code: 0, complaints: [] });
  return log;
});

describe("device host x64 under valgrind", function () {
  this.timeout(600_000);
  before(() => build(x64));

  it("frees all of its memory", async () => {
    const program = new DeviceProgram(x64, [await echoImage(x64)], VALGRIND);
    await program.line(/^listening udp/);
    const { code, complaints } = await program.stop();
    assert.deepEqual({ code, complaints }, { code: 7, complaints: [] });
  });

  it("closes what its program leaves open", async () => {
    const source = `for (const type of [1, 2, 2]) ws2host.open(2, type, 0); ws2host.log("open")`;
    const program = new DeviceProgram(x64, [scratchFile("open.js", source)], ["valgrind", "--track-fds=yes"]);
    const { code, log, complaints } = await program.ended;
    assert.deepEqual([code, log], [0, ["open"]]);
    const said = complaints.join("\n");
    assert.match(said, /FILE DESCRIPTORS: \d+ open/);
    assert.notMatch(said, /AF_INET socket/);
  });

  it("frees its memory after a refused allocation, and after an exception", async () => {
    const thrown = new DeviceProgram(x64, [scratchFile("throws.js", "throw new Error('x')")], VALGRIND);
    assert.equal((await thrown.ended).code, 1);
    const compiled = new DeviceProgram(
      x64,
      ["-c", scratchFile("wrong.js", "let = 1"), "-o", "/dev/null", "--target", "ce"],
      VALGRIND,
    );
    assert.equal((await compiled.ended).code, 1);
  });
});
