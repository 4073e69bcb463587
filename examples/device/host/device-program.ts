import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Host, ROOT } from "./hosts.js";

/** What a host measured, by the names of its line of figures: `boot_ms`, `heap_after_boot`, `heap_peak`, … */
export type Figures = Readonly<Record<string, number>>;

/** How a run ended. */
export interface Ended {
  /** README.md says what it means; `null` for a signal that the program did not take. */
  readonly code: number | null;
  readonly figures: Figures;
  /** What the program logged. */
  readonly log: readonly string[];
  /** What the host had to say. */
  readonly complaints: readonly string[];
}

/** A host's program that runs. */
export class DeviceProgram {
  readonly ended: Promise<Ended>;
  readonly log: string[] = [];
  readonly complaints: string[] = [];
  readonly #child: ChildProcess;
  #figures: Record<string, number> = {};
  #heard: (() => void)[] = [];

  /** Starts a host's program; `before` are the words of a program that runs it, valgrind's. */
  constructor(host: Host, args: readonly string[], before: readonly string[] = []) {
    const [command, ...words] = [...before, ...(host.runner ?? []), host.program, ...args];
    this.#child = spawn(command, words, { cwd: ROOT, env: { ...process.env, WINEDEBUG: "-all" } });
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error(`${command} has no pipes`);
    createInterface(stdout).on("line", (line) => this.#logged(line));
    createInterface(stderr).on("line", (line) => this.#complained(line));
    this.ended = new Promise((resolve, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", (code) => {
        const { log, complaints } = this;
        resolve({ code, figures: this.#figures, log, complaints });
        this.#wake();
      });
    });
  }

  /**
   * The first line of the log that matches, from one on, as soon as it is there. Rejects if the program ends before.
   */
  async line(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    for (;;) {
      for (const line of this.log.slice(from)) {
        const match = pattern.exec(line);
        if (match !== null) return match;
      }
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`it ended without a line like ${pattern}: ${[...this.log, ...this.complaints].join("\n")}`);
      }
      await new Promise<void>((resolve) => this.#heard.push(resolve));
    }
  }

  /** Ends it. */
  stop(): Promise<Ended> {
    this.#child.kill("SIGTERM");
    return this.ended;
  }

  #logged(line: string): void {
    this.log.push(line);
    this.#wake();
  }

  #complained(line: string): void {
    if (!line.startsWith("[ws2kit] figures")) this.complaints.push(line);
    for (const [, name, value] of line.matchAll(/(\w+)=([-\d.]+)/g)) this.#figures[name] = Number(value);
  }

  #wake(): void {
    for (const resolve of this.#heard.splice(0)) resolve();
  }
}

/** Runs a host's program to its end. */
export function runDevice(host: Host, ...args: string[]): Promise<Ended> {
  return new DeviceProgram(host, args).ended;
}
