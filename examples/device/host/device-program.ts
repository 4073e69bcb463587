import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { type Host, ROOT } from "./hosts.js";

/** The figures of a host, by the names in its line of figures: `boot_ms`, `heap_after_boot`, `heap_peak`, … */
export type Figures = Readonly<Record<string, number>>;

/** How a run ended. */
export interface Ended {
  /** The exit code, which README.md explains; `null` if a signal ended the program. */
  readonly code: number | null;
  readonly figures: Figures;
  /** The lines that the program logged. */
  readonly log: readonly string[];
  /** The lines that the host wrote to standard error. */
  readonly complaints: readonly string[];
}

/** A running host. */
export class DeviceProgram {
  readonly ended: Promise<Ended>;
  readonly log: string[] = [];
  readonly complaints: string[] = [];
  readonly #child: ChildProcess;
  #figures: Record<string, number> = {};
  #heard: (() => void)[] = [];

  /** Starts a host; `before` is the command line of a program that runs it, such as valgrind. */
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
   * Resolves to the first line of the log, from the index `from` on, that matches. Rejects if the program ends before.
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

  /** Takes the program off the processor for some milliseconds, as a busy machine does. */
  async pause(ms: number): Promise<void> {
    this.#child.kill("SIGSTOP");
    await setTimeout(ms);
    this.#child.kill("SIGCONT");
  }

  /** Ends the program. */
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

/** Runs a host until its program ends. */
export function runDevice(host: Host, ...args: string[]): Promise<Ended> {
  return new DeviceProgram(host, args).ended;
}
