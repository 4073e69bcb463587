import { setTimeout } from "node:timers/promises";
import { DeviceProgram, runDevice } from "@ws2kit/example-device/device-program";
import { assert } from "chai";
import { echoImage, scratchFile } from "./images.js";
import { describeX64, run, x64 } from "./x64.js";

describeX64(() => {
  let path: string;
  before(async () => {
    path = await echoImage(x64);
  });

  it("lets a program catch a lack of memory or stack", async () => {
    const { code, log } = await run(
      "try { new ArrayBuffer(1e9); } catch (error) { ws2host.log(String(error)); }",
      "--heap",
      "300000",
    );
    assert.equal(code, 0);
    assert.deepEqual(log, ["InternalError: out of memory"]);
  });

  it("is out of memory with every heap that is too small for the echo server", async () => {
    for (let heap = 60_000; heap < 262_000; heap += 1024) {
      const ended = await runDevice(x64, "--heap", String(heap), path);
      assert.equal(ended.code, 4, `${heap}: ${ended.complaints.join("\n")}`);
      assert.match(ended.complaints.join("\n"), /\d+ bytes/);
    }
  });

  for (const name of ["JSON", "Math", "Reflect"]) {
    it(`ends with out of memory, and not with a crash, if ${name} is first used with little memory left`, async () => {
      for (let left = 0; left < 120; left += 2) {
        const source = `let all = null; try { for (;;) all = { all }; } catch {}
          for (let n = 0; n < ${left}; n++) all = all.all;
          ${name}.none;`;
        const { code, complaints } = await run(source, "--heap", "300000");
        assert.include([0, 4], code, `${left}: ${complaints.join("\n")}`);
      }
    });
  }

  it("is not ended by the watchdog while it calls the host", async () => {
    const { code } = await run("const t = ws2host.now(); while (ws2host.now() - t < 300);", "--watchdog", "100");
    assert.equal(code, 0);
  });

  it("is not ended by the watchdog while a busy machine does not schedule it", async () => {
    const source = "const t = Date.now(); ws2host.log('begun'); while (Date.now() - t < 1200);";
    const program = new DeviceProgram(x64, ["--watchdog", "600", scratchFile("busy.js", source)]);
    await program.line(/^begun/);
    // the engine reads its clock first
    await setTimeout(100);
    await program.pause(900);
    assert.equal((await program.ended).code, 0);
  });

  it("does not access memory outside buffers", async () => {
    const { code, log } = await run(`
      const buf = new ArrayBuffer(8);
      const calls = [[buf, 0, 9], [buf, 8, 1], [buf, -1, 1], [buf, 0, -1], [buf, 2 ** 31, 1], [3, 0, 1], [null, 0, 0]];
      ws2host.log(calls.map((args) => ws2host.random(...args)).join());
      ws2host.log([ws2host.poll(buf, 2, 0), ws2host.send(1), ws2host.close(-1), ws2host.available(99999)].join());
    `);
    assert.equal(code, 0);
    assert.deepEqual(log, [Array(7).fill(-10014).join(), "-10014,-10038,-10038,-10038"]);
  });

  describe("limits the resources that a program uses", () => {
    it("opens as many descriptors as its budget allows, and another once one is closed", async () => {
      const { code, log } = await run(
        `const open = () => ws2host.open(2, 2, 17), fds = [open(), open(), open()];
        ws2host.log([open(), ws2host.close(fds[1]), open() >= 0, open()].join())`,
        "--descriptors",
        "3",
      );
      assert.equal(code, 0);
      assert.deepEqual(log, ["-10024,0,true,-10024"]);
    });

    it("accepts no connection beyond the limit, and leaves it to be accepted later", async () => {
      const { log } = await run(
        `const listener = ws2host.open(2, 1, 6), client = ws2host.open(2, 1, 6), spare = ws2host.open(2, 1, 6);
        const name = new ArrayBuffer(28), table = new Int32Array([listener, 1]);
        new Uint8Array(name).set([2, 0, 0, 0, 127, 0, 0, 1]);
        ws2host.bind(listener, name, 0, 16);
        ws2host.listen(listener, 5);
        ws2host.getsockname(listener, name, 0);
        ws2host.connect(client, name, 0, 16);
        ws2host.poll(table.buffer, 1, 5000);
        const first = ws2host.accept(listener, name, 0);
        ws2host.close(spare);
        ws2host.log([first, ws2host.accept(listener, name, 0) >= 0].join())`,
        "--descriptors",
        "3",
      );
      assert.deepEqual(log, ["-10024,true"]);
    });

    it("tracks descriptors as they are opened and closed", async () => {
      const { code, log, complaints } = await run(
        `const open = new Set();
        let wrong = 0, state = 1;
        for (let n = 0; n < 20000; n++) {
          state = (Math.imul(state, 1103515245) + 12345) >>> 0;
          const closes = open.size === 128 || (open.size > 0 && state % 3 === 0);
          if (closes) {
            const fds = [...open], fd = fds[state % fds.length];
            if (ws2host.close(fd) !== 0 || ws2host.close(fd) !== -10038) wrong++;
            open.delete(fd);
          } else open.add(ws2host.open(2, 2, 17));
          if (n % 100 === 0) for (const fd of open) if (ws2host.available(fd) < 0) wrong++;
        }
        ws2host.log(String(wrong));`,
        "--heap",
        "4000000",
        // a table so small that places collide
        "--descriptors",
        "128",
      );
      assert.equal(code, 0, complaints.join("\n"));
      assert.deepEqual(log, ["0"]);
    });

    it("reports nothing about a descriptor that the program did not open, such as standard output", async () => {
      const { code, log } = await run(`
        const own = ws2host.open(2, 2, 17), buf = new ArrayBuffer(64);
        const two = ["listen", "shutdown"], options = ["getsockopt", "setsockopt"];
        const others = "close bind connect accept send recv sendto recvfrom getsockname getpeername available unsent atmark".split(" ");
        const codes = new Set();
        for (const fd of [0, 1, 2, own + 1, -1, 1e9]) {
          for (const name of two) codes.add(ws2host[name](fd, 0));
          for (const name of options) codes.add(ws2host[name](fd, 0xffff, 4, buf, 0, 4));
          for (const name of others) codes.add(ws2host[name](fd, buf, 0, 16, 0, buf, 0, 16));
        }
        let reads = 0;
        codes.add(ws2host.close({ valueOf: () => reads++ === 0 ? 1 : own }));
        const table = new Int32Array([0, 1, own, 4, 1, 1, -1, 1]);
        const ready = ws2host.poll(table.buffer, 4, -1);
        ws2host.log([...codes, ready, reads].join());
        ws2host.log(table.map((word, at) => at % 2 === 0 ? word === own ? 99 : word : word >> 16).join());`);
      assert.equal(code, 0);
      assert.deepEqual(log, ["-10038,3,1", "0,32,99,4,1,32,-1,0"]);
    });

    it("logs at most the bytes of a second, and counts the rest", async () => {
      const { code, log, complaints } = await run(
        `for (let n = 0; n < 500; n++) { ws2host.log("x".repeat(100)); ws2host.record("mine", "[" + "1".repeat(94) + "]"); }`,
        "--log",
        "1000",
      );
      assert.equal(code, 0);
      const dropped = complaints.map((line) =>
        Number(/(\d+) lines of the log and records, \d+ bytes, were/.exec(line)?.[1]),
      );
      assert.isAtLeast(log.length, 10);
      assert.isBelow(log.length, 1000);
      assert.equal(log.length + dropped.reduce((sum, lines) => sum + lines, 0), 1000);
    });

    it("logs again as time passes, and first reports the dropped lines", async () => {
      const { code, log, complaints } = await run(
        `const line = (n) => ws2host.log("x".repeat(n));
        for (const n of [900, 200, 200]) line(n);
        ws2host.poll(new ArrayBuffer(8), 0, 300);
        for (const n of [201, 900]) line(n);`,
        "--log",
        "1000",
      );
      assert.equal(code, 0, complaints.join("\n"));
      const lengths = log.map((line) => line.length);
      assert.deepEqual(lengths, [900, 201]);
      assert.deepEqual(
        complaints.map((line) => /(\d+) lines of the log and records, \d+ bytes, were/.exec(line)?.[1]),
        ["2", "1"],
      );
    });

    it("prints a record whose arguments are not JSON unchanged", async () => {
      const { code, log } = await run(`ws2host.record("provider-version", "{bad"); ws2host.log("on")`);
      assert.equal(code, 0);
      assert.deepEqual(log, ["[ws2kit] provider-version {bad", "on"]);
    });

    for (const [what, source] of [
      ["jobs that add jobs for ever", "const again = () => void Promise.resolve().then(again); again()"],
      ["steps that run for ever without a call", "ws2host.run(() => true)"],
    ]) {
      it(`ends ${what} by the watchdog`, async () => {
        assert.equal((await run(source, "--watchdog", "100")).code, 6);
      });
    }
  });
});
