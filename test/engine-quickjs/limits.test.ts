import { Guest, type GuestOptions } from "@ws2kit/engine-quickjs";
import { pollTable, threadTime } from "@ws2kit/platform-node/poll";
import { WSAEMFILE, WSAENOTSOCK, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { THROWN_VALUES } from "../fixture/thrown-values.js";

interface Dropped {
  readonly code: string;
  readonly args: readonly [lines: number, bytes: number, rate: number];
}

describe("engine-quickjs: the host's resources that a guest can use", () => {
  const guests: Guest[] = [];
  const log: unknown[] = [];

  async function boot(code: string, options: Partial<GuestOptions> = {}): Promise<Guest> {
    const budgets = { heap: 1 << 20, stack: 64 * 1024, watchdog: 1000 };
    const guest = await Guest.boot({ ...budgets, log: (line) => log.push(line), code, ...options });
    guests.push(guest);
    return guest;
  }
  /** What a bundle exports as `result`. */
  async function resultOf(code: string, options: Partial<GuestOptions> = {}): Promise<unknown> {
    const guest = await boot(`${code}; export const result = () => found;`, options);
    assert.equal(guest.ended.outcome, "done", guest.ended.message);
    return guest.call("result").value;
  }
  afterEach(() => {
    for (const guest of guests.splice(0)) guest.dispose();
    log.length = 0;
  });

  it("opens as many descriptors as its budget allows, and another once one is closed", async () => {
    const code = `const open = () => ws2host.open(2, 2, 17);
      const fds = [open(), open(), open()];
      const found = [fds.map((fd) => fd >= 0), open(), ws2host.close(fds[1]), open() >= 0, open()]`;
    const found = await resultOf(code, { descriptors: 3 });
    assert.deepEqual(found, [[true, true, true], -WSAEMFILE, 0, true, -WSAEMFILE]);
  });

  it("accepts no connection beyond the limit, and leaves it to be accepted later", async () => {
    const code = `const listener = ws2host.open(2, 1, 6), client = ws2host.open(2, 1, 6), spare = ws2host.open(2, 1, 6);
      const name = new ArrayBuffer(28), table = new Int32Array([listener, 1]);
      new Uint8Array(name).set([2, 0, 0, 0, 127, 0, 0, 1]);
      ws2host.bind(listener, name, 0, 16);
      ws2host.listen(listener, 5);
      ws2host.getsockname(listener, name, 0);
      ws2host.connect(client, name, 0, 16);
      ws2host.poll(table.buffer, 1, 5000);
      const found = [ws2host.accept(listener, name, 0), ws2host.close(spare), ws2host.accept(listener, name, 0) >= 0]`;
    assert.deepEqual(await resultOf(code, { descriptors: 3 }), [-WSAEMFILE, 0, true]);
  });

  it("reports nothing about a descriptor that the guest did not open: each call is WSAENOTSOCK, and poll reports POLLNVAL", async () => {
    const calls =
      "close bind connect listen accept send recv sendto recvfrom shutdown getsockname getpeername getsockopt";
    const code = `const own = ws2host.open(2, 2, 17), buf = new ArrayBuffer(64);
      const ask = (name, fd) => ws2host[name](fd, ...(name === "listen" || name === "shutdown" ? [0] : [buf, 0, 16, 0, buf, 0, 16]));
      const option = (name, fd) => ws2host[name](fd, 0xffff, 4, buf, 0, 4);
      const one = (name, fd) => name.endsWith("sockopt") ? option(name, fd) : ask(name, fd);
      const names = "${calls} setsockopt available unsent atmark".split(" ");
      const codes = [...new Set(names.flatMap((name) => [0, 1, 2, own + 1, -1].map((fd) => one(name, fd))))];
      const table = new Int32Array([0, 1, own, 4, 1, 1, -1, 1]);
      const ready = ws2host.poll(table.buffer, 4, -1);
      const found = [codes, ready, table.map((word, at) => at % 2 === 0 ? word : word >> 16).join(), own]`;
    const [codes, ready, table, own] = (await resultOf(code)) as [number[], number, string, number];
    assert.deepEqual(codes, [-WSAENOTSOCK]);
    assert.equal(ready, 3);
    assert.equal(table, `0,32,${own},4,1,32,-1,0`);
  });

  it("opens as many TLS sessions as its budget allows, and cannot use other sessions", async () => {
    const code = `const { tls } = ws2host, open = () => tls.open(0, "a.example", 0, 0);
      const sessions = [open(), open()];
      const found = [sessions.map((s) => s >= 0), open(), tls.close(sessions[0]), open() >= 0, tls.handshake(99), tls.close(99)]`;
    const found = await resultOf(code, { tlsSessions: 2 });
    assert.deepEqual(found, [[true, true], -WSAEMFILE, 0, true, -WSAENOTSOCK, -WSAENOTSOCK]);
  });

  it("buffers as many bytes of a TLS session as its budget allows", async () => {
    const code = `const { tls } = ws2host, session = tls.open(0, "a.example", 0, 0), buf = new ArrayBuffer(65536);
      const found = [1, 2, 3].map(() => tls.feed(session, buf, 0, 65536))`;
    assert.deepEqual(await resultOf(code, { tlsBytes: 100_000 }), [65536, 34464, -WSAEWOULDBLOCK]);
  });

  for (const [what, statement, bytes] of [
    ["lines", "ws2host.log('x'.repeat(100))", 100],
    ["records", "ws2host.record('mine', '[' + '1'.repeat(94) + ']')", 100],
  ] as const) {
    it(`passes on at most the bytes of ${what} that a second allows, and counts the rest`, async () => {
      const guest = await boot(`for (let n = 0; n < 1000; n++) ${statement};`, { logBytes: 1000 });
      assert.equal(guest.ended.outcome, "done");
      const dropped = log.filter((line) => (line as Dropped).code === "log-dropped") as Dropped[];
      const passed = log.length - dropped.length;
      assert.isAtLeast(passed, 10);
      assert.isBelow(passed, 1000);
      assert.equal(
        passed + dropped.reduce((sum, { args }) => sum + args[0], 0),
        1000,
        "each line is logged or counted",
      );
      assert.equal(passed * bytes + dropped.reduce((sum, { args }) => sum + args[1], 0), 1000 * bytes);
      assert.deepEqual([...new Set(dropped.map(({ args }) => args[2]))], [1000]);
    });
  }

  it("logs a record whose arguments are not a JSON list as text", async () => {
    const deep = "'['.repeat(20000)";
    const { ended } = await boot(`for (const args of ["{bad", "7", ${deep}]) ws2host.record("mine", args)`);
    assert.equal(ended.outcome, "done", ended.message);
    assert.deepEqual(log, [
      { code: "mine", args: ["{bad"] },
      { code: "mine", args: ["7"] },
      { code: "mine", args: ["[".repeat(20000)] },
    ]);
  });

  it("reads only the guest's own memory, even if the guest replaces the language's functions", async () => {
    const code = `const fd = ws2host.open(2, 2, 17), buf = new ArrayBuffer(64), name = new ArrayBuffer(28);
      Math.min = () => 0x7fffffff;
      const found = [];
      for (const call of [
        () => ws2host.send(fd, buf, 0, 8, 0), () => ws2host.recv(fd, buf, 0, 8, 0), () => ws2host.bind(fd, name, 0, 16),
        () => ws2host.sendto(fd, buf, 0, 8, 0, name, 0, 16), () => ws2host.resolve("127.0.0.1", 2, buf, 0, 28),
        () => ws2host.poll(buf, 1e9, 0), () => ws2host.random(buf, 0, 8), () => ws2host.getsockopt(fd, 0xffff, 4, buf, 0, 4),
      ]) try { found.push(typeof call()); } catch (error) { found.push(error instanceof Error); }`;
    for (const one of (await resultOf(code)) as unknown[]) assert.oneOf(one, ["number", true]);
  });

  it("ends a guest only for its heap, its stack or its time", async () => {
    const { ended } = await boot(
      `for (let n = 0; n < 3000; n++) { ws2host.open(2, 2, 17); ws2host.tls.open(0, "a", 0, 0); ws2host.log("x".repeat(1000)); }`,
      { watchdog: 60_000 },
    );
    assert.equal(ended.outcome, "done", ended.message);
  });

  it("ends by the watchdog jobs that add jobs for ever", async () => {
    const { ended } = await boot("const again = () => void Promise.resolve().then(again); again()", { watchdog: 100 });
    assert.equal(ended.outcome, "watchdog");
  });

  it("ends by the watchdog steps that loop for ever without a call of the host", async () => {
    const { ended } = await boot("ws2host.run(() => true)", { watchdog: 100 });
    assert.equal(ended.outcome, "watchdog");
  });

  for (const call of ["log('on')", "record('on', '[]')", "now()"]) {
    it(`accepts ${call} as a sign of life`, async () => {
      const before = threadTime();
      const busy = "for (let i = 0; i < 200_000; i++);";
      const { ended } = await boot(`for (let n = 0; n < 24; n++) { ${busy} ws2host.${call}; }`, { watchdog: 60 });
      assert.equal(ended.outcome, "done");
      assert.isAbove(threadTime() - before, 120, "milliseconds of processor time");
    });
  }

  it("measures processor time for the watchdog: a waiting thread uses none", () => {
    const before = threadTime();
    const began = performance.now();
    pollTable(new Int32Array(2), 0, 60);
    assert.isAtLeast(performance.now() - began, 59);
    assert.isBelow(threadTime() - before, 30);
    while (threadTime() - before < 30);
  });

  describe("reports the thrown value", () => {
    for (const [name, code, says] of THROWN_VALUES) {
      it(name, async () => {
        const { outcome, message } = (await boot(code)).ended;
        assert.equal(outcome, "error", message);
        assert.match(message, says);
      });
    }
  });

  it("reports the refused allocation and the heap in use", async () => {
    const { outcome, message } = (await boot("globalThis.kept = new Uint8Array(300000); new Uint8Array(3e6)")).ended;
    assert.equal(outcome, "heap");
    const [, asked, used] = /up to (\d+) bytes were asked for when (\d+) were in use/.exec(message) ?? [];
    assert.closeTo(Number(asked), 3e6, 8192, message);
    assert.isAtLeast(Number(used), 300_000);
    assert.isBelow(Number(used), 1 << 20);
  });

  it("is out of heap with every heap that is too small for a program", async () => {
    const code = `const list = [${"{ a: 1, b: [2, 3], c: 'text' }, ".repeat(3000)}]; globalThis.kept = list;`;
    for (let heap = 80_000; heap < 400_000; heap += 32_768) {
      const { outcome, message } = (await boot(code, { heap })).ended;
      assert.equal(outcome, "heap", `${heap}: ${message}`);
      assert.match(message, /The program needs more heap than its budget/);
      assert.notMatch(message, /engine itself failed/);
    }
  });
});
