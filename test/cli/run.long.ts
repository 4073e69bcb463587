import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { Applications, program } from "./firmware.js";
import { testRecordings } from "./recordings.js";
import { testTraces } from "./traces.js";
import { COMMAND, ROOT, ws2kit } from "./ws2kit.js";

const TARGET = ["--target", "ce"];

/** The engines for which a test builds a program; few, because a build takes long. */
const enginesOr = (usual: string) => (EVERYTHING ? ["quickjs", "node"] : [usual]);

/** Firmware that ends in each way: its text, the exit code, and the message. */
const ENDINGS: readonly (readonly [what: string, code: string, status: number, says: RegExp])[] = [
  ["comes to its end", `ws2host.log("done");`, 0, /\nit ended, .*heap about \d+ KiB at most, \d+ host calls\n$/],
  ["does not parse", "let = ;;", 1, /\nSyntaxError: .*\n[\s\S]*it threw, /],
  ["does not parse JSON", `JSON.parse("{bad");`, 1, /\nSyntaxError: .*\n[\s\S]*it threw, /],
  ["throws null", "throw null;", 1, /\nThe program threw null\.\nit threw, /],
  ["throws", `throw new TypeError("no");`, 1, /\nTypeError: no\n {4}at .*\(ends\.js:1:\d+\)\nit threw, /],
  [
    "allocates all the heap",
    "const all = []; for (;;) all.push(new Uint8Array(65536));",
    4,
    /\nout of memory, heap about \d+ KiB/,
  ],
  ["recurses for ever", "const deep = (n) => 1 + deep(n + 1); deep(0);", 5, /\nout of stack, heap/],
  ["hangs", "for (;;);", 6, /\nthe watchdog ended it, heap/],
];

/** Firmware that logs once, and then waits for ever. */
const WAITS = `import { type Machine, newWSADATA } from "@ws2kit/target";
export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  const event = ws2.WSACreateEvent();
  machine.platform.log("two words", 2);
  machine.record("blocking-under-drive", "recv");
  for (;;) ws2.WSAWaitForMultipleEvents(1, [event], false, 60_000, false);
}
`;

describe("ws2kit run", function () {
  this.timeout(120_000);
  let applications: Applications;
  beforeEach(() => {
    applications = new Applications();
  });
  afterEach(() => applications.remove());

  for (const [what, code, status, says] of ENDINGS) {
    it(`ends with ${status} when firmware ${what}, and reports it with figures`, async () => {
      const run = await ws2kit("run", applications.write("ends.js", code), ...TARGET);
      assert.equal(run.status, status, run.err);
      assert.match(
        run.err,
        /^ends for Windows CE 5\.0 in QuickJS: 1 KiB, heap 2048 KiB, stack 128 KiB, watchdog 1000 ms\n/,
      );
      assert.match(run.err, says);
    });
  }

  for (const engine of enginesOr("quickjs")) {
    it(`builds a program and runs it in ${engine}, its records as text, until it is interrupted`, async () => {
      const words = ["run", applications.write("waits.ts", WAITS), ...TARGET, "--engine", engine];
      const child = spawn(process.execPath, [COMMAND, ...words], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
      let out = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        out += chunk;
        if (out.includes("recv")) child.kill("SIGINT");
      });
      const [err, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
      assert.equal(status, 0, err);
      assert.match(out, /^two words 2\n\[ws2kit\] recv blocked while the host runs this machine/);
      assert.match(err, /^waits for Windows CE 5\.0 in \w+: \d+ KiB, .*\ninterrupted, \w+/);
    });
  }

  // in QuickJS it is minified firmware, whose map must survive every pass
  for (const engine of ["quickjs", "node"]) {
    it(`reports where in the sources a program threw in ${engine}`, async () => {
      const calls = "ws2.connect(s, name, 16); ws2.send(s, name, 1, 0); ws2.recv(s, name, 1, 0); ws2.shutdown(s, 1);";
      const body = `  const ws2 = machine.openProcess(), s = ws2.socket(2, 1, 0), name = encode("a name of 16 bytes");
  ws2.WSAStartup(514, {} as never);
  ${calls}
  machine.platform.log(JSON.parse("null").name);`;
      const app = applications.write("ends.ts", `import { encode } from "@ws2kit/sockets/text";\n${program(body)}`);
      const { status, err } = await ws2kit("run", app, ...TARGET, "--engine", engine);
      assert.equal(status, 1);
      assert.match(err, /\nTypeError: .*\n {4}at .*\/ends\.ts:8:\d+\)/);
    });
  }

  it("runs within the heap of --heap", async () => {
    const app = applications.write("ends.js", "new Uint8Array(1 << 20);");
    assert.equal((await ws2kit("run", app, ...TARGET)).status, 0);
    const { status, err } = await ws2kit("run", app, ...TARGET, "--heap", "524288");
    assert.equal(status, 4, err);
    assert.include(err, "heap 512 KiB, stack");
  });

  it("installs layers under an unchanged application, and prints their events", async () => {
    const words = ["run", "examples/layers/conversation.ts", "--layers", "examples/layers/stack.json"];
    const { status, out, err } = await ws2kit(...words, ...TARGET, "--engine", "node");
    assert.equal(status, 0, err);
    assert.match(out, / WSPSend length=4096 bytes=4096 → 0/);
    assert.match(out, / filter: connect 127\.0\.0\.1:25 denied by rule 0\n/);
    assert.match(out, /\nechoed 4624 bytes; mail: 10013\n/);
  });

  it("refuses unknown layers, and layers for built firmware", async () => {
    const app = applications.write("app.ts", program(""));
    const refusal = async (file: string, layers: string) => {
      const { status, err } = await ws2kit(
        "run",
        file,
        ...TARGET,
        "--layers",
        applications.write("layers.json", layers),
      );
      return [status, err];
    };
    const [status, said] = await refusal(app, '[{ "layer": "filter", "rule": [] }]');
    assert.equal(status, 2);
    assert.match(String(said), /filter\.rule: there is no such option/);
    assert.match(
      String((await refusal(app, '{ "layer": "trace" }'))[1]),
      /layers\.json:1:1: this must be a list of layers/,
    );
    assert.match(
      String((await refusal(applications.write("app.js", ""), "[]"))[1]),
      /app\.js is already built; --layers works only with its TypeScript/,
    );
  });

  it("refuses an image, damaged or not, in an engine that runs text", async () => {
    for (const first of [0x89, 0xa9, 0x20]) {
      const image = Buffer.from([first, ...Buffer.from("WS2\r\n\x1a\n"), 2, 0, 1, 0]);
      const app = applications.write("app.img", "");
      writeFileSync(app, image);
      const { status, err } = await ws2kit("run", app, ...TARGET);
      assert.equal(status, 2);
      assert.match(err, /app\.img is not text in UTF-8\. If it is an image of bytecode, add --engine device/);
    }
  });

  it("reports that a heap is too small for the engine itself", async () => {
    const { status, err } = await ws2kit("run", applications.write("ends.js", ""), ...TARGET, "--heap", "20000");
    assert.equal(status, 4, err);
    // in the scale of --heap: the engine and a program need more than those 20,000 bytes
    const uses = Number(/a heap of 20000 bytes is too small: the engine itself uses (\d+)/.exec(err)?.[1]);
    assert.isAbove(uses + 8 * 1024, 20_000, err);
    assert.isBelow(uses, 38_000, err);
  });

  it("prints the refused allocation and the heap in use", async () => {
    const { status, err } = await ws2kit("run", applications.write("ends.js", "new Uint8Array(3e6)"), ...TARGET);
    assert.equal(status, 4, err);
    assert.match(err, /budget of 2097152 bytes: up to \d+ bytes were asked for when \d+ were in use\./);
  });

  it("does not run a program that does not build", async () => {
    const app = applications.write("ends.ts", program("  setTimeout(() => {}, 1);"));
    const { status, out, err } = await ws2kit("run", app, "--target", "ce");
    assert.deepEqual({ status, out }, { status: 1, out: "" });
    assert.match(err, /^\[ws2kit\] this application does not compile for target ce:\n.*ends\.ts:4:3: a device has no/);
  });

  for (const [what, words, says] of [
    ["an unknown engine", ["--engine", "v8"], "is invalid. Allowed choices are quickjs, node, device; see"],
    ["firmware in Node", ["--engine", "node"], "Node cannot run firmware; name the application's TypeScript file."],
    ["a heap that is not a number", ["--heap", "much"], "It must be a whole number above 0; see ws2kit run --help."],
    [
      "a device host that does not exist",
      ["--engine", "device", "--host", "x"],
      "there is no device host at x: build it with ws2kit host build, or name its file with --host.",
    ],
    ["a debugger for QuickJS", ["--inspect"], "--inspect works only with --engine node: QuickJS has no debugger."],
    [
      "a debugger's port out of range",
      ["--inspect", "99999"],
      "Write --inspect=port or --inspect=host:port, or --inspect after the application",
    ],
    [
      "a device host that is no program",
      ["--engine", "device", "--host", "package.json"],
      "package.json cannot be run here (EACCES): name a device host for this machine with --host.",
    ],
  ] as const) {
    it(`ends with 2 and one line: ${what}`, async () => {
      const { status, err } = await ws2kit("run", applications.write("ends.js", ""), ...TARGET, ...words);
      assert.equal(status, 2);
      assert.include(err, says);
    });
  }
});

for (const engine of enginesOr("quickjs")) {
  testRecordings(engine);
  testTraces(engine);
}
