import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { missingPrograms, readHost } from "@ws2kit/device-host";
import { expect } from "chai";
import { engineSources } from "#device-host/engine-sources.js";
import { codeBlocks } from "./markdown.js";
import { RepositoryPages } from "./repository-pages.js";
import { commandsOf, elsewhere } from "./shell-commands.js";
import { Scene } from "./shell-scene.js";
import { sitePages } from "./site-pages.js";

/** The exit code of commands that do not end with 0 here, and what they print. */
const ENDS: readonly (readonly [command: RegExp, status: number, says: RegExp])[] = [
  [/--system$/, 2, /--system .* and this is linux/],
  // the first step of the page does nothing, and the report says what to do next
  [/steps\/1-nothing\.ts/, 1, /set all 30 slots to functions/],
  // no host has a finger service
  [/finger\.ts/, 0, /./],
];

/** Programs that run until Ctrl-C, and whether they print lines by themselves. */
const ENDLESS: readonly (readonly [command: RegExp, how: "prints" | "silent"])[] = [
  [/^npm run echo|(?:run|ws2kit-device) \S*(?:echo|beacon|messages|telemetry\/)|ws2kit-device ce\.img/, "prints"],
  [/^node -e '(?:dgram|process|http)/, "silent"],
];

/** What a page's commands need: files that an earlier command of another page writes. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  "examples/device/index": ["npx ws2kit build examples/echo/echo.ts --target ce --out dist/ce/echo.js"],
  "packages/timeline/index": ["npx ws2kit run app.ts --target ce --record calls.ndjson"],
  "packages/cli/index": ["npx ws2kit host build", "npx ws2kit run app.ts --target ce --record calls.ndjson"],
  "examples/telemetry/index": ["npx ws2kit host build"],
  "examples/sockets/index": [`node -e 'http.createServer((_, answer) => answer.end("a page")).listen(8080)'`],
  // the other machines of the sharded run
  check: [1, 3, 4, 5, 6, 7, 8].map(
    (part) =>
      `npx ws2kit check modem.js --only bind --target ce --shard ${part}/8 --format json --out part-${part}.json`,
  ),
};

const PAGES = await sitePages(new RepositoryPages());
const HAS_COMPILER = missingPrograms(readHost("x64"), "build").length === 0;

/** A few checks on one target suffice to see that a command line works. */
function shorter(command: string): string {
  if (!/^npx ws2kit check\b/.test(command) || /--(?:only|system)/.test(command)) return command;
  const few = command.includes("--target") ? "--only bind" : "--only bind --target ce";
  return command.replace(/^npx ws2kit check\b/, `npx ws2kit check ${few}`);
}

/** Why this machine cannot play a command, or null. */
function missing(command: string): string | null {
  if (/host build armhf/.test(command)) {
    const programs = missingPrograms(readHost("armhf"), "build");
    return programs.length === 0 ? null : programs.join(", ");
  }
  if (/host build|--image|ws2kit-device|--engine device/.test(command)) return HAS_COMPILER ? null : "gcc";
  const [program] = command.split(" ");
  if (/\//.test(program)) return null;
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0 || program === "ws2kit" ? null : program;
}

/** A text without its numbers, which differ between runs. */
const numberless = (text: string) =>
  text
    .replace(/[\d.,]+/g, "#")
    .replace(/ +/g, " ")
    .trim();

/** Pages whose blocks without a language show a drawing, or what a broker or a longer program prints. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  "architecture",
  "targets",
  "packages/device-host/index",
  "packages/layers/trace/index",
  "examples/telemetry/index",
]);

describe("commands of the site, in a reader's shell", function () {
  this.timeout(900_000);

  for (const { path, text } of PAGES) {
    const blocks = codeBlocks(text);
    const commands = blocks.filter(({ language }) => language === "sh").flatMap(commandsOf);
    const all = [...(BEFORE[path] ?? []), ...commands.filter((command) => elsewhere(command) === null)];
    if (all.length === (BEFORE[path] ?? []).length) continue;

    it(`of ${path} end as it says`, async () => {
      const faults: string[] = [];
      const scene = new Scene();
      let printed = "";
      try {
        for (const command of all) {
          const lacks = missing(command);
          if (lacks !== null) {
            console.log(`not run, because this machine lacks ${lacks}: ${command}`);
            continue;
          }
          const [, endless = "no"] = ENDLESS.find(([pattern]) => pattern.test(command)) ?? [];
          const { status, output } = await scene.play(shorter(command), endless);
          printed += output;
          const [, expected = 0, says = /(?:)/] = ENDS.find(([pattern]) => pattern.test(command)) ?? [];
          if ((status ?? 0) !== expected || !says.test(output)) {
            faults.push(`${command}\nended with ${status}, and printed:\n${output.slice(-600)}`);
          }
        }
      } finally {
        await scene.end();
      }
      const lines = new Set(printed.split("\n").map(numberless));
      for (const block of blocks) {
        if (block.language !== "" || SHOWN_ELSEWHERE.has(path)) continue;
        for (const line of block.text.split("\n").map(numberless)) {
          if (line !== "" && !line.endsWith("…") && !lines.has(line)) {
            faults.push(`line ${block.line}: no command of the page prints: ${line}`);
          }
        }
      }
      expect(faults.join("\n\n")).to.equal("");
    });
  }
});

describe("C of the site that is no part of a file", function () {
  this.timeout(120_000);

  it("compiles as the body of a board's main function", async () => {
    if (!HAS_COMPILER) return void console.log("not run, because this machine lacks gcc");
    const quickjs = await engineSources(resolve("dist/device/quickjs"));
    const blocks = PAGES.flatMap(({ path, text }) => codeBlocks(text).map((block) => ({ path, ...block })));
    const parts = blocks.filter(({ path, language }) => language === "c" && path.startsWith("packages/device-host"));
    expect(parts.length).to.be.above(0);
    const scene = new Scene();
    try {
      for (const { text, line } of parts) {
        const file = join(scene.folder, "board.c");
        writeFileSync(
          file,
          `#include "engine.h"\n#include "image.h"\n#include "port.h"\n
extern const unsigned char flash[];\nextern const unsigned long flash_length;\nvoid board(void)\n{\n${text}}\n`,
        );
        const folders = [resolve("packages/device-host/c"), resolve("packages/device-host/quickjs"), quickjs];
        const words = ["-S", "-o", "/dev/null", ...folders.map((folder) => `-I${folder}`), file];
        const { status, stderr } = spawnSync("gcc", words, { encoding: "utf8" });
        expect(status, `the block of line ${line}:\n${stderr}`).to.equal(0);
      }
    } finally {
      await scene.end();
    }
  });
});
