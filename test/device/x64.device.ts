import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { DeviceProgram, type Ended, runDevice } from "@ws2kit/example-device/device-program";
import { runEcho } from "@ws2kit/example-device/echo-run";
import { build, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { libc } from "#platform-node/libc.js";
import { THROWN_VALUES } from "../fixture/thrown-values.js";
import { echoImage, SCRATCH, scratchFile } from "./images.js";

const HEADER = 80;
const CHECKSUM = 76;
const x64 = readHost("x64");
const IP_MINTTL = 21;

/** Lets the kernel discard packets for `peer`, by a minimum time to live that a loopback never has. */
function fallSilent(peer: Socket & { readonly _handle?: { readonly fd: number } }): void {
  const lives = Int32Array.of(255);
  assert.equal(libc().setsockopt(peer._handle?.fd ?? -1, 0, IP_MINTTL, new Uint8Array(lives.buffer), 4), 0);
}

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

  it("compiles the same text to the same bytes", async () => {
    assert.isTrue(image.equals(readFileSync(await echoImage(x64))));
  });

  describe("ends with the exit code of each outcome", () => {
    const cases: readonly [name: string, code: number, source: string, says: RegExp][] = [
      ["at its end", 0, "ws2host.log('here')", /^$/],
      [
        "by an error",
        1,
        "function f() {\n throw new TypeError('no'); }\nf()",
        /TypeError: no\n +at f \(program\.js:2\)/,
      ],
      ["by a mistake in its text", 1, "let = ;", /SyntaxError/],
      ["by an unhandled rejection", 1, "Promise.resolve().then(() => { throw 7; })", /threw 7/],
      ["after a handled rejection", 0, "Promise.reject(7).catch(() => {})", /^$/],
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

  it("has no eval", async () => {
    const { log } = await run("try { eval('1'); } catch (error) { ws2host.log(error.name); }");
    assert.deepEqual(log, ["TypeError"]);
  });

  it("prints a text to its end, including a NUL", async () => {
    const { log } = await run(`ws2host.log("a\\0b"); ws2host.record("provider-version", '["a\\\\u0000b","1.1"]')`);
    assert.equal(log[0], "a\0b");
    assert.match(log[1], /^\[ws2kit\] a\0b: WSPStartup /);
  });

  it("prints a record as text", async () => {
    const { log } = await run(`ws2host.record("provider-version", '["a.dll","1.1"]'); ws2host.record("new", "[1]")`);
    assert.match(log[0], /^\[ws2kit\] a\.dll: WSPStartup set wVersion to 1\.1; the call failed/);
    assert.equal(log[1], "[ws2kit] new [1]");
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

  describe("reports the thrown value", () => {
    for (const [name, code, says] of THROWN_VALUES) {
      it(name, async () => {
        const ended = await run(code);
        assert.equal(ended.code, 1, ended.complaints.join("\n"));
        assert.match(ended.complaints.join("\n"), says);
      });
    }
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

  describe("implements Winsock's rules with this system's sockets", () => {
    /** Functions for programs: a loopback address whose port no socket has, a wait, SO_ERROR. */
    const TOOLS = `const open = (type) => ws2host.open(2, type, type === 1 ? 6 : 17);
      const address = (fd) => {
        const name = new ArrayBuffer(28);
        new Uint8Array(name).set([2, 0, 0, 0, 127, 0, 0, 1]);
        ws2host.bind(fd, name, 0, 16);
        ws2host.getsockname(fd, name, 0);
        return name;
      };
      const gone = (type) => { const fd = open(type), name = address(fd); ws2host.close(fd); return name; };
      const wait = (fd, events) => {
        const table = new Int32Array([fd, events]);
        ws2host.poll(table.buffer, 1, 5000);
        return table[1] >> 16;
      };
      const value = new Int32Array(1);
      const error = (fd) => (ws2host.getsockopt(fd, 0xffff, 0x1007, value.buffer, 0, 4), value[0]);
      const buf = new ArrayBuffer(64);`;
    const said = async (source: string) => {
      const { code, log, complaints } = await run(`${TOOLS}\n${source}`);
      assert.equal(code, 0, complaints.join("\n"));
      return log.join("\n");
    };

    it("repeats a refused connect on the same socket, and connects once a listener exists", async () => {
      const source = `const to = gone(1), s = open(1), codes = [];
        for (let n = 0; n < 3; n++) { codes.push(ws2host.connect(s, to, 0, 16)); wait(s, 4); codes.push(error(s)); }
        const listener = open(1), there = address(listener);
        ws2host.listen(listener, 5);
        codes.push(ws2host.connect(s, there, 0, 16));
        wait(s, 4);
        ws2host.log([...codes, error(s)].join(" "));`;
      assert.equal(await said(source), "-10035 10061 -10035 10061 -10035 10061 -10035 0");
    });

    it("reports an unreachable port to the next receive, and to no send", async () => {
      const source = `const to = gone(2), s = open(2), peer = open(2), there = address(peer), name = new ArrayBuffer(28);
        address(s);
        const codes = [ws2host.sendto(s, buf, 0, 5, 0, to, 0, 16), (wait(s, 1) & 8) !== 0];
        codes.push(ws2host.sendto(s, buf, 0, 7, 0, there, 0, 16), wait(peer, 1) & 1);
        codes.push(ws2host.recvfrom(s, buf, 0, 64, 2, name, 0), ws2host.recvfrom(s, buf, 0, 64, 0, name, 0));
        codes.push(ws2host.recvfrom(s, buf, 0, 64, 0, name, 0), ws2host.recvfrom(peer, buf, 0, 64, 0, name, 0));
        const table = new Int32Array([s, 1]);
        codes.push(ws2host.poll(table.buffer, 1, 0));
        ws2host.log(codes.join(" "));`;
      assert.equal(await said(source), "5 true 7 1 -10054 -10054 -10035 7 0");
    });

    it("reports a connection's names until the socket is closed", async () => {
      const source = `const listener = open(1), there = address(listener), s = open(1), name = new ArrayBuffer(28);
        ws2host.listen(listener, 5);
        const codes = [ws2host.getpeername(s, name, 0)];
        ws2host.connect(s, there, 0, 16);
        wait(s, 4);
        codes.push(error(s));
        wait(listener, 1);
        const accepted = ws2host.accept(listener, name, 0), names = [];
        const note = () => { for (const fd of [s, accepted]) for (const call of ["getsockname", "getpeername"]) {
          const view = new DataView(new ArrayBuffer(28));
          names.push(ws2host[call](fd, view.buffer, 0) + ":" + view.getUint16(2));
        } };
        note();
        ws2host.shutdown(s, 1); ws2host.shutdown(accepted, 1);
        wait(s, 1); wait(accepted, 1);
        ws2host.recv(s, buf, 0, 9, 0); ws2host.recv(accepted, buf, 0, 9, 0);
        note();
        ws2host.log([...codes, names.slice(0, 4).join() === names.slice(4).join()].join(" "));`;
      assert.equal(await said(source), "-10057 0 true");
    });

    it("reports WSAENETRESET if keep-alive finds the connection broken", async () => {
      const peers: Socket[] = [];
      const server = createServer((peer) => {
        peers.push(peer);
        fallSilent(peer);
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      try {
        const source = `const s = open(1), to = new ArrayBuffer(28);
          new DataView(to).setUint16(2, ${port});
          new Uint8Array(to).set([2, 0]);
          new Uint8Array(to).set([127, 0, 0, 1], 4);
          ws2host.connect(s, to, 0, 16);
          wait(s, 4);
          const codes = [error(s)];
          value[0] = 1;
          // SO_KEEPALIVE, and TCP_KEEPALIVE, TCP_KEEPINTVL and TCP_KEEPCNT of one each
          for (const [level, name] of [[0xffff, 8], [6, 3], [6, 17], [6, 16]]) {
            codes.push(ws2host.setsockopt(s, level, name, value.buffer, 0, 4));
          }
          wait(s, 1);
          codes.push(ws2host.recv(s, buf, 0, 64, 0), ws2host.getpeername(s, to, 0));
          ws2host.log(codes.join(" "));`;
        assert.equal(await said(source), "0 0 0 0 0 -10052 16");
      } finally {
        for (const peer of peers) peer.destroy();
        server.close();
      }
    });
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
