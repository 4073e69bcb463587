import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { lint, type Verdict } from "./tree.js";

const CORE = "packages/core/src/machine.ts";

/** Two targets on one floor; the second extends the first. */
const TARGETS: Readonly<Record<string, string>> = {
  "targets/ce/package.json": '{ "name": "@ws2kit/target-ce", "ws2kit": { "floor": 3, "neutral": false } }\n',
  "targets/ce/src/index.ts": 'export const NAME = "ce";\n',
  "targets/later/src/index.ts": 'export { NAME } from "@ws2kit/target-ce";\n',
};

/** The package.json of the second. */
function later(ws2kit: object): string {
  const dependencies = { "@ws2kit/target-ce": "0.1.0" };
  return JSON.stringify({ name: "@ws2kit/target-later", dependencies, ws2kit });
}

/** Faults that lint refuses: the text of a file, and the message. */
const REFUSED: readonly { name: string; path: string; text: string; says: RegExp }[] = [
  {
    name: "core importing platform-node",
    path: "packages/core/src/machine.ts",
    text: 'export { NAME } from "@ws2kit/platform-node";\n',
    says: /machine\.ts:1 .*@ws2kit\/platform-node.*\n.*floor 1: only lower floors/,
  },
  {
    name: "an empty file",
    path: "test/network/contract.test.ts",
    text: "\n",
    says: /contract\.test\.ts {2}an empty file\n/,
  },
  {
    name: "an import of a higher floor",
    path: "packages/core/src/process.ts",
    text: 'import { NAME } from "@ws2kit/tcpip";\n\nexport const BELOW = NAME;\n',
    says: /process\.ts:1 .*@ws2kit\/tcpip.*\n.*floor 1: only lower floors/,
  },
  {
    name: "a climb for a type alone",
    path: "packages/core/src/thread.ts",
    text: 'import type { NAME } from "@ws2kit/tcpip";\n\nexport type Name = typeof NAME;\n',
    says: /thread\.ts:1 .*@ws2kit\/tcpip.*\n.*floor 1: only lower floors/,
  },
  {
    name: "a climb through a sub-path",
    path: "packages/core/src/parts.ts",
    text: 'export { NAME } from "@ws2kit/tcpip/parts";\n',
    says: /parts\.ts:1 .*@ws2kit\/tcpip\/parts.*\n.*floor 1: only lower floors/,
  },
  {
    name: "rules in core",
    path: "packages/core/src/loader.ts",
    text: 'export { NAME } from "@ws2kit/rules";\n',
    says: /loader\.ts:1 .*@ws2kit\/rules.*\n.*texts cost bytes/,
  },
  {
    name: "the inside of another package",
    path: "packages/core/src/catalog.ts",
    text: 'export { NAME } from "../../spi/src/index.js";\n',
    says: /catalog\.ts:1 .*spi\/src.*\n.*import the package by its name/,
  },
  {
    name: "a package that is not declared",
    path: "packages/tcpip/src/starting.ts",
    text: 'export { NAME } from "@ws2kit/platform-node";\n',
    says: /starting\.ts:1 .*\n.*not declared/,
  },
  {
    name: "a neutral package on one that is not",
    path: "packages/tcpip/src/clock.ts",
    text: 'export { NAME } from "@ws2kit/platform-node";\n',
    says: /tcpip\/src\/clock\.ts:1 .*\n.*tcpip is neutral and @ws2kit\/platform-node is not/,
  },
  {
    name: "Node in a neutral package",
    path: "packages/core/src/file.ts",
    text: 'export { readFileSync } from "node:fs";\n',
    says: /file\.ts:1 .*node:fs.*\n.*core is neutral/,
  },
  {
    name: "setTimeout in neutral code",
    path: "packages/core/src/timer.ts",
    text: "export function later(f: () => void): void {\n  setTimeout(f, 1);\n}\n",
    says: /timer\.ts:2 .*setTimeout\n.*no timers/,
  },
  {
    name: "a clock in neutral code",
    path: "packages/core/src/clock.ts",
    text: "export function now(): number {\n  return Date.now();\n}\n",
    says: /clock\.ts:2 .*Date\.now\n.*platform\.now\(\)/,
  },
  {
    name: "a static block",
    path: "packages/core/src/block.ts",
    text: "export class Machine {\n  static last: number;\n  static {\n    Machine.last = 1;\n  }\n}\n",
    says: /block\.ts:3 .*static \{\n.*static blocks/,
  },
  {
    name: "#name in object",
    path: "packages/core/src/brand.ts",
    text: "export class Machine {\n  #id = 1;\n  static is(o: object): boolean {\n    return #id in o;\n  }\n}\n",
    says: /brand\.ts:4 .*#id in o\n.*instanceof/,
  },
  {
    name: "a method that the oldest QuickJS lacks",
    path: "packages/core/src/last.ts",
    text: "export function last(row: number[]): number | undefined {\n  return row.at(-1);\n}\n",
    says: /last\.ts:2 .*at\n.*\[length - 1\]/,
  },
  {
    name: "a module that does something when imported",
    path: "packages/core/src/table.ts",
    text: "export const TABLE = [1];\nTABLE.push(2);\n",
    says: /table\.ts:2 .*TABLE\.push\(2\);\n.*must do nothing/,
  },
  {
    name: "a module with state",
    path: "packages/core/src/count.ts",
    text: "let count = 0;\n\nexport function next(): number {\n  count += 1;\n  return count;\n}\n",
    says: /count\.ts:1 .*let count = 0;\n.*state of a module/,
  },
  {
    name: "code that is not formatted",
    path: "packages/core/src/quotes.ts",
    text: "export const NAME = 'core'\n",
    says: /quotes\.ts format/,
  },
  {
    name: "a neutral package compiled against more than ES2020",
    path: "packages/tcpip/tsconfig.json",
    text: '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "lib": ["ES2022"] }, "include": ["src"] }\n',
    says: /tcpip\/tsconfig\.json .*es2022.*\n.*lib \["ES2020"\]/,
  },
  {
    name: "a link to a file that is not there",
    path: "packages/core/README.md",
    text: "# core\n\nSee [the guide](../guide.md) and `[no](link.md)`.\n",
    says: /core\/README\.md:3 {2}links to \.\.\/guide\.md\n.*there is no packages\/guide\.md/,
  },
  {
    name: "a link to a heading that is not there",
    path: "packages/spi/README.md",
    text: "# spi\n\n## What it's for\n\n[Here](#what-its-for), [there](#elsewhere) and [nowhere](#spi-1).\n",
    says: /spi\/README\.md:5 {2}links to #elsewhere\n.*no heading.*\n.*links to #spi-1\n/,
  },
  {
    name: "a comment that is too wide",
    path: "packages/core/src/wide.ts",
    text: `/** ${"wide ".repeat(25)}*/\nexport const NAME = "core";\n`,
    says: /wide\.ts:1 {2}a comment of 131 characters\n.*wrap it at 120/,
  },
  {
    name: "a target that imports another and does not say so",
    path: "targets/later/package.json",
    text: later({ floor: 3, neutral: false }),
    says: /targets\/later\/src\/index\.ts:1 .*\n.*floor 3: only/,
  },
];

/** core with two rooms, the lower one first. */
function rooms(upwardTypes: number, knot?: number): Readonly<Record<string, string>> {
  const ws2kit = { floor: 1, neutral: true, rooms: ["kernel", "providers"], upwardTypes, knot };
  return {
    "packages/core/package.json": JSON.stringify({ name: "@ws2kit/core", ws2kit }),
    "packages/core/src/kernel/thread.ts": "export const THREAD = 1;\n",
    "packages/core/src/providers/loader.ts": 'export { THREAD } from "../kernel/thread.js";\n',
  };
}

const UPWARDS = 'import type { THREAD } from "../providers/loader.js";\n\nexport type Thread = typeof THREAD;\n';

describe("lint", function () {
  this.timeout(30_000);

  it("accepts a project without faults, with a target that names the target it extends", async () => {
    const { passed, text } = await lint({
      ...TARGETS,
      "targets/later/package.json": later({ floor: 3, neutral: false, extends: "@ws2kit/target-ce" }),
      [CORE]: 'import { NAME } from "@ws2kit/spi";\n\nexport const BELOW = NAME;\n',
      "packages/platform-node/src/clock.ts": "export function now(): number {\n  return Date.now();\n}\n",
      "packages/core/src/queue.ts":
        "export class Queue {\n  #items: number[] = [];\n  at(index: number): number {\n    return this.#items[index];\n" +
        "  }\n}\n\nexport function first(performance: Queue): number {\n  return performance.at(0);\n}\n",
    });
    expect(text).to.include("Floors, rooms and neutrality hold.");
    expect(passed).to.equal(true);
  });

  describe("refuses", () => {
    let verdict: Verdict;
    before(async () => {
      verdict = await lint({ ...TARGETS, ...Object.fromEntries(REFUSED.map(({ path, text }) => [path, text])) });
    });

    for (const { name, says } of REFUSED) it(name, () => expect(verdict.text).to.match(says));
  });

  it("accepts rooms that import downwards, and as many types upwards as package.json allows", async () => {
    const { passed, text } = await lint({ ...rooms(1), "packages/core/src/kernel/wait.ts": UPWARDS });
    expect(text).to.include("Floors, rooms and neutrality hold.");
    expect(passed).to.equal(true);
  });

  describe("a commit's subject", () => {
    const hook = (message: string) => {
      const file = join(mkdtempSync(join(tmpdir(), "ws2kit-subject-")), "COMMIT_EDITMSG");
      writeFileSync(file, message);
      const { status, stderr } = spawnSync(process.execPath, ["test/lint/commit-subject.js", file], {
        encoding: "utf8",
      });
      rmSync(dirname(file), { recursive: true });
      return status === 0 ? "accepted" : stderr;
    };

    it("is accepted up to 72 characters", () => {
      expect(hook(`R${"e".repeat(71)}\n\nA reason.\n`)).to.equal("accepted");
      expect(
        hook("Merge branch 'a' into b, whose names are long enough to make this line too long for a subject\n"),
      ).to.equal("accepted");
    });

    it("is refused if it is longer, ends as a sentence, or continues into the body", () => {
      expect(hook(`R${"e".repeat(72)}\n`)).to.match(/it has 73 characters; at most 72/);
      expect(hook("Report the peer.\n")).to.match(/full stop/);
      expect(hook("report the peer\n")).to.match(/capital/);
      expect(hook("Report the peer\nas it was.\n")).to.match(/blank line/);
    });
  });

  describe("fails for one fault alone:", () => {
    const alone = async (files: Readonly<Record<string, string>>, says: RegExp) => {
      const { passed, text } = await lint(files);
      expect(text).to.match(says);
      expect(passed).to.equal(false);
    };

    it("an import of a higher floor", () =>
      alone({ [CORE]: 'export { NAME } from "@ws2kit/tcpip";\n' }, /^1 against/m));

    it("a run-time cycle between two files", () =>
      alone(
        {
          [CORE]: 'import { B } from "./b.js";\n\nexport const A = () => B;\n',
          "packages/core/src/b.ts": 'import { A } from "./machine.js";\n\nexport const B = () => A;\n',
        },
        /imports "\.\/machine\.js": .*\n {4}a run-time cycle/,
      ));

    it("rooms: an import of a higher room, one type more from above than package.json allows, and a folder that is not a room", async () => {
      const { passed, text } = await lint({
        ...rooms(0),
        "packages/core/src/kernel/wait.ts":
          'import { THREAD } from "../providers/loader.js";\n\nexport const A = THREAD;\n',
        "packages/core/src/attic/old.ts": "export const OLD = 1;\n",
      });
      expect(text).to.match(/kernel\/wait\.ts {2}imports .*\n.*rooms import downwards: kernel, providers/);
      expect(text).to.match(/"upwardTypes": 0, and there are 1\n.*may only fall/);
      expect(text).to.match(/attic\/old\.ts {2}is in no room/);
      expect(passed).to.equal(false);
    });

    // each test runs lint completely; npm run lint is a separate step
    if (!EVERYTHING) return;

    it("a number of upward types that is too high", () =>
      alone({ ...rooms(1) }, /"upwardTypes": 1, and there are 0\n.*write the lower number/));

    const types = (from: string, to: string) =>
      `import type { ${to} } from "./${to}.js";\n\nexport type ${from} = ${to};\n`;

    it("more files that depend on each other, by types alone, than package.json allows", () =>
      alone(
        {
          ...rooms(0),
          "packages/core/src/kernel/A.ts": types("A", "B"),
          "packages/core/src/kernel/B.ts": types("B", "C"),
          "packages/core/src/kernel/C.ts": types("C", "A"),
        },
        /"knot": 1, and the largest has 3: kernel\/A\.ts, kernel\/B\.ts, kernel\/C\.ts\n.*may only become fewer/,
      ));

    it("a number of files that depend on each other that is too high", () =>
      alone({ ...rooms(0, 2) }, /"knot": 2, and the largest has 1\n.*write the lower number/));

    it("a global that is not the language's", () => alone({ [CORE]: "export const log = console;\n" }, /^1 against/m));

    it("code that is not formatted", () =>
      alone({ [CORE]: "export const NAME = 'core'\n" }, /Floors, rooms and neutrality hold/));

    it("a package without a floor", () =>
      alone(
        { "packages/core/package.json": '{ "name": "@ws2kit/core" }\n' },
        /core\/package\.json: "ws2kit" needs a floor/,
      ));
  });
});
