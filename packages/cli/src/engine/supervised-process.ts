import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Job, News } from "./conversation.js";

/** MiB of JavaScript heap in Node; one check takes a few. */
const NODE_HEAP = 256;
/** MiB of resident memory in any engine, for what the heap does not count. */
const RESIDENT = 1024;
/** Milliseconds between two looks at it. */
const LOOK_EVERY = 200;
/** Bytes of a page, as /proc counts memory. */
const PAGE = 4096;
/** Milliseconds of a tick, as /proc counts time. */
const TICK = 10;
/** How often a process that has not had its share of a processor is given its time once more. */
const STARVED_ROUNDS = 5;
/** What V8 says before it ends its process. */
const OUT_OF_HEAP = /heap out of memory|Reached heap limit|Ineffective mark-compacts/;
/** Lines of what a process says that are kept, for when it ends. */
const LAST_WORDS = 12;

/** A process that runs a job, with an eye on it: one that says nothing for too long, or takes too much, is ended. */
export class SupervisedProcess {
  /** How it ended, in words, once `ended` is settled. */
  #reason = "";
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #looking: NodeJS.Timeout;
  #patience: NodeJS.Timeout | undefined;
  #lastWords: string[] = [];
  #isOutOfHeap = false;
  /** Resident memory when it was last looked at. */
  #mib = 0;

  /** `hear` takes its news; `say` what the provider prints. */
  constructor(job: Job, hear: (news: News) => void, say: (text: string) => void) {
    this.#child = fork(new URL("./runner.js", import.meta.url), {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: [`--max-old-space-size=${NODE_HEAP}`, "--no-warnings"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.#heard(text, say));
    }
    this.#child.on("message", hear);
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        clearTimeout(this.#patience);
        clearInterval(this.#looking);
        resolve(this.#reason || this.#howItEnded(code, signal));
      });
    });
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY);
    this.#child.send(job);
  }

  /** It has so many milliseconds until it is expected to say something; on a busy machine, as many of its own. */
  expect(ms: number): void {
    clearTimeout(this.#patience);
    const { pid = 0 } = this.#child;
    const began = processorTime(pid);
    const lookAfter = (rounds: number) => {
      this.#patience = setTimeout(() => {
        const isStarved = processorTime(pid) - began < ms / 2;
        if (isStarved && rounds < STARVED_ROUNDS) lookAfter(rounds + 1);
        else this.stop(`it did not come back within ${ms} ms${this.#memoryText()}`);
      }, ms);
    };
    lookAfter(1);
  }

  stop(reason: string): void {
    this.#reason ||= reason;
    this.#child.kill("SIGKILL");
  }

  #heard(text: string, say: (text: string) => void): void {
    // a stack of many lines comes after it
    this.#isOutOfHeap ||= OUT_OF_HEAP.test(text);
    this.#lastWords = [...this.#lastWords, ...text.split("\n")].filter((line) => line !== "").slice(-LAST_WORDS);
    say(text);
  }

  #memoryText(): string {
    return this.#mib > NODE_HEAP / 2 ? `, and had taken ${Math.round(this.#mib)} MiB of memory` : "";
  }

  #look(): void {
    this.#mib = residentMib(this.#child.pid ?? 0);
    if (this.#mib > RESIDENT) this.stop(`it took more than ${RESIDENT} MiB of memory`);
  }

  #howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
    const words = this.#lastWords.join("\n");
    if (this.#isOutOfHeap) return `it took more than ${NODE_HEAP} MiB of heap`;
    if (signal !== null) return `it ended the process with ${signal}`;
    const thrown = /^\w*Error\b.*$/m.exec(words);
    return thrown === null ? `it ended the process with exit code ${code}` : `it ended the process: ${thrown[0]}`;
  }
}

/** Milliseconds that a process has had of a processor; infinitely many where the system does not tell. */
function processorTime(pid: number): number {
  try {
    // behind the name of the command, which may have blanks
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** MiB that a process has in memory; 0 where the system does not tell. */
function residentMib(pid: number): number {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return (Number(pages) * PAGE) / (1024 * 1024);
  } catch {
    return 0;
  }
}
