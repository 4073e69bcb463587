import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildFirmware } from "@ws2kit/build";
import { Guest } from "@ws2kit/engine-quickjs";
import { nodePlatform } from "@ws2kit/platform-node";
import ts from "typescript";
import { choicesFor } from "./choices.js";
import { application, KINDS, program } from "./program.js";

const TARGET = "ce";
/** Programs that are built together. */
const TOGETHER = 50;
/** Of four bundles, two use only plain accesses to members, as most programs do. */
const ROUND = ["plain", "keyed", "named", "plain"];
const BUDGETS = { heap: 32 << 20, stack: 256 * 1024, watchdog: 20_000 };

/** A program whose firmware behaves differently from its source in Node. */
export interface Difference {
  readonly kind: string;
  readonly source: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/** Runs `count` programs of a seed in Node and as firmware. */
export async function campaign(count: number, seed: number): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (let at = 0; at < count; at += TOGETHER) {
    const kind = ROUND[(at / TOGETHER) % ROUND.length];
    const choices = choicesFor(seed + at, Math.min(TOGETHER, count - at));
    differences.push(
      ...(await compare(
        choices.map((one) => program(one, kind)),
        kind,
      )),
    );
  }
  return differences;
}

/** The programs of a list that differ. */
export async function compare(programs: readonly string[], kind = Object.keys(KINDS)[0]): Promise<Difference[]> {
  const folder = mkdtempSync(join(import.meta.dirname, "programs-"));
  try {
    const sources = {
      "app.ts": application(programs.length),
      ...Object.fromEntries(programs.map((text, i) => [`program${i}.ts`, text])),
    };
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
    const expected = await linesInNode(folder, sources);
    const found = await linesOfFirmware(folder);
    return programs
      .map((source, i) => ({ kind, source, expected: linesOf(expected, i), found: linesOf(found, i) }))
      .filter(({ expected, found }) => expected.join("\n") !== found.join("\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lines that a program logged; and how all programs ended, if not normally. */
function linesOf(lines: readonly string[], program: number): string[] {
  return lines
    .filter((line) => line.startsWith(`${program}: `) || line.startsWith("!"))
    .map((line) => line.replace(/^\d+: /, ""));
}

async function linesInNode(folder: string, sources: Readonly<Record<string, string>>): Promise<string[]> {
  const out = join(folder, "node");
  mkdirSync(out);
  for (const [name, text] of Object.entries(sources)) {
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    const { outputText } = ts.transpileModule(text, { compilerOptions });
    const bound = outputText.replaceAll('"@ws2kit/target"', `"@ws2kit/target-${TARGET}"`);
    writeFileSync(join(out, name.replace(/\.ts$/, ".js")), bound);
  }
  const { openMachine } = await import(`@ws2kit/target-${TARGET}`);
  const { default: main } = await import(pathToFileURL(join(out, "app.js")).href);
  const lines: string[] = [];
  const machine = openMachine({ platform: nodePlatform({ log: (...values) => lines.push(...values.map(textOf)) }) });
  main(machine);
  machine.run();
  // all that the programs have promised
  for (let i = 0; i < 100; i++) await null;
  await new Promise((done) => setImmediate(done));
  return lines;
}

async function linesOfFirmware(folder: string): Promise<string[]> {
  const out = join(folder, "firmware.js");
  await buildFirmware({ app: join(folder, "app.ts"), target: TARGET, out });
  const lines: string[] = [];
  const log = (...values: unknown[]) => lines.push(...values.map(textOf));
  const guest = await Guest.boot({ ...BUDGETS, code: readFileSync(out, "utf8"), log });
  const { outcome, message } = guest.ended;
  guest.dispose();
  return outcome === "done" ? lines : [...lines, `! ${outcome}: ${message}`];
}

/** A line as it is, a record with its arguments. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
