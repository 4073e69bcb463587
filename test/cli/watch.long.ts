import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { assert } from "chai";
import { inputsOf } from "#cli/watch/inputs.js";
import { Applications, program } from "./firmware.js";
import { COMMAND, ROOT } from "./ws2kit.js";

const TARGET = ["--target", "ce"];
const WATCHING = /^\[ws2kit\] watching \d+ files for a change/;

/** The commands that a test has started. */
const children: ChildProcess[] = [];

/**
 * A script that watches itself: `watches` is its code with --watch. Without --watch, it runs until it is ended.
 */
const watchingScript = (watches: string) => `
import { watchInputs } from ${JSON.stringify(new URL("packages/cli/lib/watch/watch.js", `file://${ROOT}`).href)};
if (!process.argv.includes("--watch")) setInterval(() => {}, 60_000);
else try {
  ${watches}
} catch (error) {
  console.log("failed:", error.message);
}`;

/** What a watched command does next: it waits for a line, and then acts. */
type Step = readonly [line: RegExp, act: () => void];

function start(...words: readonly string[]) {
  const child = spawn(process.execPath, [...words, "--watch"], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

/**
 * Runs a command with --watch through steps, one after the other, then ends it at `last` with `signal`, which is
 * Ctrl-C's by default. Returns its lines and its exit code, once neither it nor its program runs.
 */
async function watched(
  words: readonly string[],
  steps: readonly Step[],
  last = WATCHING,
  signal: NodeJS.Signals = "SIGINT",
) {
  const child = start(COMMAND, ...words);
  const lines: string[] = [];
  const left: Step[] = [...steps, [last, () => void child.kill(signal)]];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      if (left[0]?.[0].test(line)) left.shift()?.[1]();
    });
  }
  const [status] = await once(child, "close");
  return { status, text: lines.join("\n") };
}

describe("--watch", function () {
  this.timeout(120_000);
  let files: Applications;
  beforeEach(() => {
    files = new Applications();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill();
    files.remove();
  });

  it("build: builds again after each change of a module that is imported, also after a mistake", async () => {
    const app = files.write("app.ts", `import { word } from "./word.js";\n${program("  machine.platform.log(word);")}`);
    const word = files.write("word.ts", `export const word = "one";`);
    const out = join(files.folder, "app.js");
    const { status, text } = await watched(
      ["build", app, ...TARGET, "--out", out],
      [
        [WATCHING, () => writeFileSync(word, "export const word = missing;")],
        [WATCHING, () => writeFileSync(word, `export const word = "two";`)],
      ],
    );
    assert.equal(status, 0, text);
    assert.match(readFileSync(out, "utf8"), /two/);
    assert.match(
      text,
      /word\.ts changed\n\[ws2kit\] this application does not compile for target ce:\n.*word\.ts:1:\d+: /,
    );
    assert.lengthOf(text.match(/app\.js: [\d,]+ bytes/g) ?? [], 2, text);
  });

  it("run: ends the program and runs it again after a change of its settings, and ends with its terminal", async () => {
    const waits = `  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  machine.platform.log("interval", config.interval);
  ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 600_000, false);`;
    const imports = `import config from "@ws2kit/config";\nimport { newWSADATA } from "@ws2kit/target";\n`;
    const app = files.write("app.ts", imports + program(waits));
    const config = files.write("config.json", `{ "interval": 5 }`);
    const { status, text } = await watched(
      ["run", app, ...TARGET],
      [[/^interval 5$/, () => writeFileSync(config, `{ "interval": 6 }`)]],
      /^interval 6$/,
      "SIGHUP",
    );
    assert.equal(status, 0, text);
    assert.match(
      text,
      /interval 5\n(?:.*\n)*interrupted,.*\n(?:.*\n)*.*config\.json changed\n(?:.*\n)*interval 6\n(?:.*\n)*interrupted,/,
    );
  });

  it("check: checks again after a change of the provider", async () => {
    const provider = files.write("provider.mjs", "export default 5;");
    const { status, text } = await watched(
      ["check", provider, ...TARGET, "--only", "bind/twice"],
      [[WATCHING, () => writeFileSync(provider, "export default null;")]],
    );
    assert.equal(status, 0, text);
    assert.match(text, /its default export is a number[\s\S]*provider\.mjs changed[\s\S]*its default export is null/);
  });

  it("watches what the build resolves: TypeScript, JSON and folders, with and without an extension", () => {
    mkdirSync(join(files.folder, "lib"));
    mkdirSync(join(files.folder, "empty"));
    const imports = ["./word", "./dial.js", "./lib", "./own.js", "./data.json", "./empty", "./later", "./later.js"];
    const app = files.write("app.ts", imports.map((name) => `import "${name}";\n`).join(""));
    for (const name of ["word.ts", "dial.ts", "own.js", "data.json"]) files.write(name, "");
    files.write("lib/index.ts", `import "../deep";\nimport ".";\n`);
    files.write("deep.ts", "");
    const inputs = [...inputsOf([app], [])].map((file) => relative(files.folder, file));
    assert.sameMembers(inputs, [
      "app.ts",
      "config.json",
      "word.ts",
      "dial.ts",
      "lib/index.ts",
      "deep.ts",
      "own.js",
      "data.json",
      "empty.ts",
      "later.ts",
    ]);
  });

  it("watches an input that cannot be read, such as a folder", () => {
    assert.include([...inputsOf([files.folder], [])], files.folder);
  });

  for (const [what, watches, says] of [
    ["fails", `await watchInputs(() => { throw new Error("no inputs"); });`, "failed: no inputs\n"],
    ["is left", "await watchInputs(() => process.exit());", ""],
    [
      "cannot start the command",
      `process.execPath = "/nowhere";\n  await watchInputs(() => new Set([process.argv[1]]));`,
      "failed: spawn /nowhere ENOENT\n",
    ],
  ] as const) {
    it(`leaves no program running when it ${what}`, async () => {
      const child = start(files.write("watching.mjs", watchingScript(watches)));
      let out = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk: string) => {
          out += chunk;
        });
      }
      // the program has the same output: it closes when both have ended
      await once(child, "close");
      assert.equal(out, says);
    });
  }
});
