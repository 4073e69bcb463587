import { type ChildProcess, fork } from "node:child_process";
import { processUsage } from "@ws2kit/platform-node/process";
import type { JobCheck, News, Opening, Order } from "./conversation.js";

/** MiB of JavaScript heap in Node; a check uses a few. */
const NODE_HEAP = 256;
/** MiB of resident memory in any engine; it limits memory outside the heap. */
const RESIDENT = 1024;
/** Milliseconds between two measurements of resident memory. */
const LOOK_EVERY = 200;
/** How often the timeout restarts for a process that got less than half a processor. */
const STARVED_ROUNDS = 5;
/** V8's messages before it ends its process for lack of heap; the first begins its report, of some forty lines. */
const OUT_OF_HEAP = /\n*<--- Last few GCs|heap out of memory|Reached heap limit|Ineffective mark-compacts/;
/** Lines of output that are stored, to explain how the process ended. */
const LAST_WORDS = 12;

/**
 * A child process that opens what a job checks, and then runs checks. It is killed if it sends no message in time or
 * uses too much memory.
 */
export class SupervisedProcess {
  /** How it ended, in words, once `ended` is settled. */
  #reason = "";
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #looking: NodeJS.Timeout;
  #patience: NodeJS.Timeout | undefined;
  #lastWords: string[] = [];
  #isOutOfHeap = false;
  /** Resident memory at the last measurement. */
  #mib = 0;

  /** `hear` receives the messages of the process; `say` receives what the provider prints. */
  constructor(job: Opening, hear: (news: News) => void, say: (text: string) => void) {
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
    this.#send({ open: job });
  }

  /** Runs these checks, once the process has opened what it checks. */
  run(checks: readonly JobCheck[]): void {
    this.#send({ run: checks });
  }

  /**
   * Kills the process unless it sends a message within `ms`. `mayBlock`: it may wait in a call of the system. If it may
   * not, its own processor time counts, because a busy machine gives it little.
   */
  expect(ms: number, mayBlock: boolean): void {
    clearTimeout(this.#patience);
    const { pid = 0 } = this.#child;
    const began = mayBlock ? 0 : processorTime(pid);
    const lookAfter = (rounds: number) => {
      this.#patience = setTimeout(() => {
        const isStarved = !mayBlock && processorTime(pid) - began < ms / 2;
        if (isStarved && rounds < STARVED_ROUNDS) lookAfter(rounds + 1);
        else this.stop(`it did not return within ${ms} ms${this.#memoryText()}`);
      }, ms);
    };
    lookAfter(1);
  }

  /** Ends the limit that `expect` has set. */
  expectNothing(): void {
    clearTimeout(this.#patience);
  }

  stop(reason: string): void {
    this.#reason ||= reason;
    this.#child.kill("SIGKILL");
  }

  #send(order: Order): void {
    // the process may have ended: `ended` has the reason
    this.#child.send(order, () => {});
  }

  #heard(text: string, say: (text: string) => void): void {
    // the message precedes a long stack, which would push it out of the stored lines
    const own = this.#isOutOfHeap ? "" : text.split(OUT_OF_HEAP)[0];
    this.#isOutOfHeap ||= OUT_OF_HEAP.test(text);
    this.#lastWords = [...this.#lastWords, ...text.split("\n")].filter((line) => line !== "").slice(-LAST_WORDS);
    if (own !== "") say(own);
  }

  #memoryText(): string {
    return this.#mib > NODE_HEAP / 2 ? `, and used ${Math.round(this.#mib)} MiB of memory` : "";
  }

  #look(): void {
    this.#mib = residentMib(this.#child.pid ?? 0);
    if (this.#mib > RESIDENT) this.stop(`it used more than ${RESIDENT} MiB of memory`);
  }

  #howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
    const words = this.#lastWords.join("\n");
    if (this.#isOutOfHeap) return `it used more than ${NODE_HEAP} MiB of heap`;
    if (signal !== null) return `it ended the process with ${signal}`;
    const thrown = /^\w*Error\b.*$/m.exec(words);
    return thrown === null ? `it ended the process with exit code ${code}` : `it ended the process: ${thrown[0]}`;
  }
}

/** Milliseconds of processor time that a process used; infinite where that cannot be measured. */
function processorTime(pid: number): number {
  return processUsage(pid)?.time ?? Number.POSITIVE_INFINITY;
}

/** Resident memory of a process in MiB; 0 where that cannot be measured. */
function residentMib(pid: number): number {
  return (processUsage(pid)?.resident ?? 0) / (1024 * 1024);
}
