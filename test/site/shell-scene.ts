import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { codeBlocks } from "./markdown.js";

/** How a command has gone so far. */
export interface Played {
  /** The exit code; null for an endless program that runs, -1 for a program that should have ended. */
  readonly status: number | null;
  readonly output: string;
}

/** Milliseconds for which a program that runs until Ctrl-C is watched after its first line, or from its start. */
const WATCHED = 3000;
const LONGEST = 600_000;

/**
 * A reader's shell in a folder of the checkout, with the files that the pages name. A program that does not end runs
 * on, beside later commands, until `end`.
 */
export class Scene {
  readonly folder: string;
  readonly #running: ChildProcess[] = [];

  constructor() {
    mkdirSync("dist", { recursive: true });
    this.folder = mkdtempSync(resolve("dist/page-"));
    const [program] = blocksOf("README.md", "ts");
    const [beacon] = blocksOf("docs/firmware.md", "ts");
    const [config] = blocksOf("docs/firmware.md", "json");
    const provider = resolve("examples/own-provider");
    this.#write("app.ts", program);
    this.#write("telemetry.ts", program);
    this.#write("beacon/beacon.ts", beacon);
    this.#write("beacon/config.json", config);
    this.#write("modem.ts", `export { default } from "${provider}/lib/steps/5-letters.js";\n`);
    this.#write("modem.js", `export { default } from "${provider}/lib/steps/5-letters.js";\n`);
    this.#write("site-7.json", readFileSync("examples/telemetry/config.json", "utf8"));
    for (const file of ["examples/port/finger.c", "examples/port/dial.c", "examples/port/dial.h"]) {
      this.#write(file.slice(file.lastIndexOf("/") + 1), readFileSync(file, "utf8"));
    }
    this.#write("winfinger.c", readFileSync("examples/port/winfinger.c", "utf8"));
    symlinkSync(resolve("examples"), join(this.folder, "examples"));
    // the host is built once for all pages
    mkdirSync("dist/device", { recursive: true });
    mkdirSync(join(this.folder, "dist"));
    symlinkSync(resolve("dist/device"), join(this.folder, "dist/device"));
  }

  #write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Runs a command until it ends. An `endless` command continues after its first line is printed. */
  async play(command: string, endless: "no" | "prints" | "silent"): Promise<Played> {
    const child = spawn("sh", ["-c", command], {
      cwd: this.folder,
      env: { ...process.env, PATH: `${resolve("node_modules/.bin")}${delimiter}${process.env.PATH}`, NO_COLOR: "1" },
      // a process group, so that `end` reaches what the shell has started
      detached: true,
    });
    this.#running.push(child);
    let output = "";
    let first = endless === "silent" ? Date.now() : Infinity;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        // npm prints the script before it runs it
        if (stream === child.stdout && /^[^>\s]/m.test(text)) first = Math.min(first, Date.now());
      });
    }
    const until = Date.now() + LONGEST;
    while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
      if (endless !== "no" && Date.now() > first + WATCHED) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { status: child.exitCode ?? (endless === "no" ? -1 : null), output };
  }

  /** Ends what still runs, as Ctrl-C does, and removes the folder. */
  async end(): Promise<void> {
    for (const child of this.#running) {
      if (child.pid === undefined) continue;
      for (const signal of ["SIGINT", "SIGKILL"] as const) {
        try {
          process.kill(-child.pid, signal);
        } catch {
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    rmSync(this.folder, { recursive: true });
  }
}

/** The blocks of a document in a language. */
function blocksOf(file: string, language: string): string[] {
  return codeBlocks(readFileSync(file, "utf8")).flatMap((block) => (block.language === language ? [block.text] : []));
}
