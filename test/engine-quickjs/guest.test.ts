import { readdirSync } from "node:fs";
import { Guest, type GuestOptions } from "@ws2kit/engine-quickjs";
import { WSAENOTSOCK } from "@ws2kit/spi";
import { assert } from "chai";

describe("engine-quickjs: a guest on the caller's thread", () => {
  const guests: Guest[] = [];

  async function boot(code: string, options: Partial<GuestOptions> = {}): Promise<Guest> {
    const guest = await Guest.boot({ heap: 512 * 1024, stack: 64 * 1024, watchdog: 300, code, ...options });
    guests.push(guest);
    return guest;
  }
  afterEach(() => {
    for (const guest of guests.splice(0)) guest.dispose();
  });

  it("calls the bundle's exports, with JSON arguments and results", async () => {
    const guest = await boot(`
      export function add(a, b) { return { sum: a + b }; }
      export async function later(list) { await null; return list.map((n) => n * 2); }
      export function nothing() {}
    `);
    assert.equal(guest.ended.outcome, "done");
    assert.deepEqual(guest.call("add", 1, 2), { outcome: "done", value: { sum: 3 } });
    assert.deepEqual(guest.call("later", [1, 2]), { outcome: "done", value: [2, 4] });
    assert.deepEqual(guest.call("nothing"), { outcome: "done", value: undefined });
  });

  it("reports a guest's exception and its place, and the guest can be called again", async () => {
    const guest = await boot(`function inner() { throw new TypeError("bad day"); }
      export function outer() { inner(); }
      export function fine() { return 1; }`);
    const { outcome, message } = guest.call("outer") as { outcome: string; message: string };
    assert.equal(outcome, "error");
    assert.match(message, /^TypeError: bad day\n\s+at inner \(bundle\.js:1:/);
    assert.equal(guest.call("fine").value, 1);
  });

  it("reports a bundle that does not parse, and a missing export", async () => {
    const broken = await boot("let = ;", { name: "app.js" });
    assert.equal(broken.ended.outcome, "error");
    assert.match(broken.ended.message, /^SyntaxError: [\s\S]*app\.js/);
    const { message } = (await boot("")).call("absent") as { message: string };
    assert.include(message, `no function "absent"`);
  });

  it("passes texts unchanged: with a NUL, half a surrogate pair, and letters beyond Latin-1", async () => {
    const lines: unknown[] = [];
    const log = (...values: unknown[]) => lines.push(...values);
    const text = "a\0b \ud800 \u0161";
    const code = `JSON.stringify = () => "replaced"; const text = ${JSON.stringify(text)};
      ws2host.log(text); ws2host.record("code", '["a\\\\u0000b"]'); ws2host.record("no\\0JSON", "[\\0");
      throw new TypeError(text);`;
    const { ended } = await boot(code, { log });
    assert.deepEqual(lines, [text, { code: "code", args: ["a\0b"] }, { code: "no\0JSON", args: ["[\0"] }]);
    assert.isTrue(ended.message.startsWith(`TypeError: ${text}\n`), ended.message);
  });

  it("reports the thrown value, even if the guest has replaced methods of strings", async () => {
    const code = (slice: string) => `Array.prototype.toJSON = () => undefined; JSON.stringify = null;
      String.prototype.slice = ${slice}; throw new TypeError("bad day");`;
    for (const [slice, said] of [
      ["function () { return this; }", /^TypeError: bad day\n/],
      ["() => ({ toJSON() {} })", /^\[object Object\]/],
      ["() => { throw 1; }", /text cannot be read/],
    ] as const) {
      const { outcome, message } = (await boot(code(slice))).ended;
      assert.equal(outcome, "error");
      assert.match(message, said);
    }
  });

  it("does not wait for a promise that nothing can settle", async () => {
    const { ended } = await boot("await new Promise(() => {})");
    assert.equal(ended.outcome, "error");
    assert.include(ended.message, "pending");
  });

  it("measures boot time and heap", async () => {
    const seen: number[] = [];
    const guest = await boot("ws2host.booted(); globalThis.kept = new Uint8Array(100000);", {
      onTelemetry: ({ heapPeak }) => seen.push(heapPeak),
    });
    const { bootMs, heapAfterBoot, heapPeak, hostCalls } = guest.ended.figures;
    assert.isAbove(bootMs ?? 0, 0);
    assert.isAbove(heapAfterBoot ?? 0, 50000);
    assert.isAtLeast(heapPeak - (heapAfterBoot ?? 0), 100000, "taken before and after the allocation");
    assert.isBelow(heapPeak, 512 * 1024, "what the host keeps there is not the guest's");
    assert.equal(hostCalls, 1);
    assert.deepEqual(seen, [heapAfterBoot, heapPeak]);
  });

  describe("a heap budget", () => {
    for (const [how, code] of [
      ["at once", "new Uint8Array(200e6)"],
      ["in large pieces", "const all = []; for (let i = 0; i < 2000; i++) all.push(new Uint8Array(100000))"],
      ["in small pieces", "const all = []; for (;;) all.push({ n: all.length })"],
    ]) {
      it(`stops a guest that allocates 200 MB ${how}`, async () => {
        const guest = await boot(`export function fill() { ${code} }`);
        assert.equal(guest.call("fill").outcome, "heap");
        assert.equal(guest.call("fill").outcome, "heap", "for good");
        assert.equal((await boot("")).ended.outcome, "done", "and the host continues");
      });
    }

    it("is exact: an allocation that fits succeeds, a larger one fails", async () => {
      const code = (bytes: number) => `globalThis.kept = new Uint8Array(${bytes})`;
      assert.equal((await boot(code(400 * 1024))).ended.outcome, "done");
      assert.equal((await boot(code(470 * 1024))).ended.outcome, "heap");
    });

    it("does not end a guest that frees memory in time", async () => {
      const guest = await boot("for (let i = 0; i < 2000; i++) new Uint8Array(100000)");
      assert.equal(guest.ended.outcome, "done");
    });

    it("does not count the bundle's text", async () => {
      const guest = await boot(
        `/*${"x".repeat(600 * 1024)}*/ export function fill() { return new Uint8Array(500000); }`,
      );
      assert.equal(guest.ended.outcome, "done");
      assert.equal(guest.call("fill").outcome, "heap", "and the guest cannot use the room of the text afterwards");
    });
  });

  it("stops endless recursion", async () => {
    for (const stack of [32 * 1024, 256 * 1024]) {
      const { ended } = await boot("function f(n) { return f(n + 1) + 1; } f(0)", { stack });
      assert.equal(ended.outcome, "stack");
      assert.include(ended.message, "at f (bundle.js:1:");
      assert.isBelow(ended.message.length, 2000);
    }
  });

  it("stops an endless loop that catches every exception", async () => {
    const { ended } = await boot("for (;;) { try { for (;;); } catch {} }");
    assert.equal(ended.outcome, "watchdog");
  });

  it("does not end a guest that waits", async () => {
    const { ended } = await boot("for (let i = 0; i < 5; i++) ws2host.poll(new ArrayBuffer(8), 0, 100)");
    assert.equal(ended.outcome, "done");
  });

  it("refuses budgets that cannot be enforced", async () => {
    for (const [budget, named] of [
      [{ heap: 0 }, "heap"],
      [{ heap: 50000 }, "heap"],
      [{ stack: 1 << 20 }, "stack"],
      [{ watchdog: Number.NaN }, "watchdog"],
    ] as const) {
      let message = "";
      try {
        await boot("", budget);
      } catch (error) {
        message = String(error);
      }
      assert.match(message, new RegExp(`RangeError: \\[ws2kit\\] engine-quickjs: .*${named}`));
    }
  });

  it("closes the guest's open descriptors, and does not let it use the host's", async () => {
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    const guest = await boot(`
      export const fds = Array.from({ length: 10 }, () => ws2host.open(2, 2, 17));
      export const close = (fd) => ws2host.close(fd);
      export const listen = (fd) => ws2host.listen(fd, 1);
    `);
    assert.equal(open(), before + 10);
    assert.equal(guest.call("close", 1).value, -WSAENOTSOCK);
    assert.equal(guest.call("listen", 1).value, -WSAENOTSOCK);
    guest.dispose();
    assert.equal(open(), before);
  });

  it("leaks nothing, according to the debug build", async () => {
    for (const code of [
      "ws2host.log('text'); ws2host.record('CODE', '[1]'); ws2host.now(); export function f(x) { return x; }",
      "function f() { throw new Error('x'); } f()",
      "for (;;);",
    ]) {
      const guest = await boot(code, { variant: "debug", log: () => {} });
      guest.call("f", { some: "argument" });
      assert.isTrue(guest.dispose());
    }
  });
});
