import { Guest } from "@ws2kit/engine-quickjs";
import { runDevice } from "@ws2kit/example-device/device-program";
import { build, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { scratchFile } from "./images.js";

const HEAP = 16 << 20;

/** Recursion without end, by kinds of calls. Each function counts its calls in `depth`. */
const CALLS = {
  "a function": "const f = () => { depth++; return f(); }; f();",
  "a function with ten local variables": `const f = (n) => {
    const a = n + 1, b = a + 1, c = b + 1, d = c + 1, e = d + 1, g = e + 1, h = g + 1, i = h + 1, j = i + 1, k = j + 1;
    depth++;
    return f(k) + a + b + c + d + e + g + h + i + j;
  };
  f(0);`,
  "a function with ten arguments":
    "const f = (a, b, c, d, e, g, h, i, j, k) => { depth++; return f(a, b, c, d, e, g, h, i, j, k) + 1; }; f(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);",
  "a method, by super": `class Base { f() { depth++; return this.g(); } g() { return this.f(); } }
  class Derived extends Base { f() { return super.f() + 1; } }
  new Derived().f();`,
  "a closure": "const f = (n) => { const g = () => { depth++; return f(n + 1); }; return g() + 1; }; f(0);",
  "call and apply": "function f() { depth++; return f.call(null, f.apply(null, [1])); } f(1);",
  "a function by spread arguments": "const f = (...n) => { depth++; return f(...n) + 1; }; f(1);",
  "bound functions": "let f = () => { depth++; return f(); }; for (let n = 0; n < 10; n++) f = f.bind(null, n); f();",
  "a getter": "const o = { get x() { depth++; return this.x + 1; } }; o.x;",
  "a proxy": "const p = new Proxy({}, { get(target, key, self) { depth++; return self.x; } }); p.x;",
  "a conversion to a number": "const o = { valueOf() { depth++; return o + 1; } }; o + 1;",
  "a conversion to a string": "const o = { toString() { depth++; return String(o); } }; String(o);",
  "a callback of map": "const f = (n) => { depth++; return [n].map(f); }; f(0);",
  "a callback of sort": "const f = () => { depth++; return [2, 1].sort(f); }; f();",
  "a callback of replace": 'const f = () => { depth++; return "a".replace(/a/, f); }; f();',
  toJSON: "const o = { toJSON() { depth++; return JSON.stringify(o); } }; JSON.stringify(o);",
  "a class's constructor": `class Base { constructor() { depth++; this.next = new Derived(); } }
  class Derived extends Base {}
  new Derived();`,
  "an async function": "const f = async () => { depth++; await f(); }; f().catch(() => {});",
  "an iterator": "const o = { [Symbol.iterator]() { depth++; for (const one of o); } }; for (const one of o);",
  "a generator": "function* f() { depth++; for (const one of f()) yield one; } f().next();",
  "a function with try and finally":
    "let ended; const f = () => { try { depth++; return f(); } finally { ended = true; } }; f();",
} as const;

/** Data nested so deeply that the engine's own recursion ends: whether it accepts data of depth `n`. */
const NESTED = {
  "JSON.parse": 'JSON.parse("[".repeat(n) + "]".repeat(n));',
  "a reviver of JSON.parse": 'JSON.parse("[".repeat(n) + "]".repeat(n), (key, value) => value);',
  flat: "let v = 1; for (let i = 0; i < n; i++) v = [v]; v.flat(Infinity);",
  join: "let v = 1; for (let i = 0; i < n; i++) v = [v]; v.join();",
  "groups of an expression": 'new RegExp("(?:".repeat(n) + ")".repeat(n));',
} as const;

/** A program that logs the depth of each kind, as JSON. */
const PROGRAM = `
  let depth = 0;
  const until = (work) => {
    depth = 0;
    try { work(); } catch (error) { if (error.message !== "stack overflow") throw error; }
    return depth;
  };
  const deepest = (accepts) => {
    let [low, high] = [1, 4096];
    while (high - low > 1) {
      const n = (low + high) >> 1;
      try { accepts(n); low = n; } catch { high = n; }
    }
    return low;
  };
  const depths = {};
  ${Object.entries(CALLS)
    .map(([kind, code]) => `depths[${JSON.stringify(kind)}] = until(() => { ${code} });`)
    .join("\n")}
  ${Object.entries(NESTED)
    .map(([kind, code]) => `depths[${JSON.stringify(kind)}] = deepest((n) => { ${code} });`)
    .join("\n")}
  ws2host.log(JSON.stringify(depths));
`;

type Depths = Readonly<Record<string, number>>;

async function onDesk(stack: number): Promise<Depths> {
  const lines: string[] = [];
  const stop = { fd: -1, requested: () => false };
  const log = (...values: unknown[]) => void lines.push(String(values[0]));
  const guest = await Guest.boot({ heap: HEAP, stack, watchdog: 60_000, code: PROGRAM, stop, log });
  guest.dispose();
  assert.equal(guest.ended.outcome, "done", guest.ended.message);
  return JSON.parse(lines[0]);
}

describe("the stack of a desk's QuickJS", function () {
  this.timeout(300_000);
  const host = readHost("armhf");
  before(() => build(host));

  for (const stack of [64 * 1024, 128 * 1024]) {
    it(`is never deeper than the C host's on ARM, and at least half as deep: ${stack / 1024} KiB`, async () => {
      const source = scratchFile("stack.js", PROGRAM);
      const budgets = ["--heap", String(HEAP), "--stack", String(stack), "--watchdog", "120000"];
      const { code, log, complaints } = await runDevice(host, ...budgets, source);
      assert.equal(code, 0, complaints.join("\n"));
      const [desk, device]: Depths[] = [await onDesk(stack), JSON.parse(log[0])];
      for (const kind of Object.keys(CALLS)) {
        assert.isAtMost(desk[kind], device[kind], kind);
        assert.isAtLeast(desk[kind], 0.5 * device[kind], kind);
      }
      // the engine's own recursion over nested data may be deeper than a device's
      for (const kind of Object.keys(NESTED)) assert.isAtMost(desk[kind], 2 * device[kind], kind);
    });
  }
});
