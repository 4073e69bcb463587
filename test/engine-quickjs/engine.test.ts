import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, type EngineOptions, startEngine } from "@ws2kit/engine-quickjs";
import { assert } from "chai";
import { bundle } from "./bundle.js";

/** Accepts one connection, echoes until its end, and logs the end. */
const echo = `
  import { devicePlatform } from "@ws2kit/platform-device";
  import { READY_IN, READY_OUT, sockaddr_in, sockaddrPort } from "@ws2kit/spi";
  const platform = devicePlatform();
  const { network } = platform;
  platform.booted();
  const until = (fd, events) => {
    network.watch(fd, events);
    platform.wait(-1);
    network.watch(fd, 0);
  };
  const listener = network.open(2, 1, 6);
  network.bind(listener, sockaddr_in("127.0.0.1", 0), 16);
  network.listen(listener, 1);
  const name = new Uint8Array(28);
  network.getsockname(listener, name);
  platform.log({ code: "LISTENING", args: [sockaddrPort(name)] });
  until(listener, READY_IN);
  const fd = network.accept(listener, name);
  const buf = new Uint8Array(4096);
  for (;;) {
    until(fd, READY_IN);
    const n = network.recv(fd, buf, 0, buf.length, 0);
    if (n === 0) break;
    for (let sent = 0; sent < n; ) {
      const rc = network.send(fd, buf, sent, n - sent, 0);
      if (rc < 0) until(fd, READY_OUT);
      else sent += rc;
    }
  }
  platform.log("gone", 1);
`;

const budgets = { heap: 512 * 1024, stack: 64 * 1024, watchdog: 2000 };

describe("engine-quickjs: a guest on a separate thread", () => {
  let echoCode = "";
  before(async () => {
    echoCode = await bundle(echo);
  });

  /** Starts the echo guest and waits until it listens. */
  async function startEcho(
    options: Partial<EngineOptions> = {},
  ): Promise<{ engine: Engine; port: number; log: unknown[][] }> {
    const log: unknown[][] = [];
    let engine!: Engine;
    const port = await new Promise<number>((resolve, reject) => {
      const heard = (...values: unknown[]) => {
        log.push(values);
        const [record] = values as [{ code?: string; args: number[] }];
        if (record.code === "LISTENING") resolve(record.args[0]);
      };
      startEngine({ ...budgets, code: echoCode, log: heard, ...options } as EngineOptions).then((started) => {
        engine = started;
        engine.ended.then(({ message }) => reject(new Error(message)));
      }, reject);
    });
    return { engine, port, log };
  }

  for (const variant of ["release", "debug"] as const) {
    it(`serves a peer in the same process while it blocks (${variant})`, async () => {
      const { engine, port, log } = await startEcho({ variant });
      const socket = connect(port, "127.0.0.1");
      const sent = Buffer.alloc(300000, "0123456789");
      socket.end(sent);
      const got: Buffer[] = [];
      socket.on("data", (chunk) => got.push(chunk));
      await once(socket, "end");
      assert.isTrue(Buffer.concat(got).equals(sent));
      const { outcome, figures } = await engine.ended;
      assert.equal(outcome, "done");
      assert.isAbove(figures.bootMs ?? 0, 0);
      assert.isAbove(figures.hostCalls, 100);
      assert.deepEqual(log.at(-1), ["gone 1"]);
    });
  }

  it("is stopped while it blocks", async () => {
    const { engine } = await startEcho();
    assert.equal((await engine.stop()).outcome, "stopped");
    assert.equal((await engine.stop()).outcome, "stopped", "a second stop changes nothing");
  });

  for (const [what, code] of [
    ["computes", "ws2host.log('on'); for (;;);"],
    ["asks the host again and again", "ws2host.log('on'); for (;;) ws2host.poll(new ArrayBuffer(8), 0, -1);"],
  ]) {
    it(`is stopped while it ${what}`, async () => {
      let on = () => {};
      const heard = new Promise<void>((resolve) => {
        on = resolve;
      });
      const engine = await startEngine({ ...budgets, watchdog: 60000, code, log: on });
      await heard;
      assert.equal((await engine.stop()).outcome, "stopped");
    });
  }

  it("exceeds its budgets without harm to its host", async () => {
    for (const [code, expected] of [
      ["const all = []; for (let i = 0; i < 2000; i++) all.push(new Uint8Array(100000))", "heap"],
      ["function f(n) { return f(n + 1) + 1; } f(0)", "stack"],
      ["for (;;);", "watchdog"],
      ["throw new RangeError('mine')", "error"],
    ]) {
      const engine = await startEngine({ ...budgets, stack: 256 * 1024, watchdog: 200, code });
      assert.equal((await engine.ended).outcome, expected);
    }
  });

  it("runs a file under the file's name, and reports a missing file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ws2kit-"));
    const file = join(folder, "firmware.js");
    writeFileSync(file, "throw new Error('here')");
    const { message } = await (await startEngine({ ...budgets, file })).ended;
    assert.match(message, /^Error: here\n.*\(firmware\.js:1:/);
    await rm(folder, { recursive: true });
    const failed = await startEngine({ ...budgets, file }).catch((error: NodeJS.ErrnoException) => error.code);
    assert.equal(failed, "ENOENT");
  });
});
