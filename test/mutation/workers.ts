import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, Request } from "./runner.js";
import type { TestRequest } from "./test-runner.js";

/** Milliseconds without a message after which a runner of checks, or of tests (of at most 100 s), counts as hung. */
const PATIENCE = { runner: 30_000, "test-runner": 120_000 };
/** As PATIENCE, until its first message: it also loads its modules. */
const FIRST_PATIENCE = 120_000;

/** Starts runners of the mutated modules in `directory`, and ends those that hang. */
export class Workers {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** A runner of checks; with `active`, one whose modules are loaded with that mutation. */
  start(active = ""): Runner<Request> {
    return this.#start("runner", active);
  }

  /** A runner of tests, whose modules are loaded with the mutation `active`, or with none. */
  startTests(active = ""): Runner<TestRequest> {
    return this.#start("test-runner", active);
  }

  #start(script: keyof typeof PATIENCE, active: string): Runner<never> {
    const runner = fork(fileURLToPath(new URL(`./${script}.js`, import.meta.url)), [], {
      execArgv: ["--max-old-space-size=1500", "--import", new URL("./redirect.js", import.meta.url).href],
      env: { ...process.env, WS2KIT_MUTATED: this.#directory, __STRYKER_ACTIVE_MUTANT__: active },
      // a mutation may log many lines
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    return new Runner(runner, PATIENCE[script]);
  }
}

/** A child process that runs checks or tests. */
export class Runner<Asked extends Request | TestRequest> {
  readonly #child: ChildProcess;
  readonly #patience: number;

  constructor(child: ChildProcess, patience: number) {
    this.#child = child;
    this.#patience = patience;
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The answer to a request, or the reason why there is no answer: then the process has ended. */
  ask(request: Asked): Promise<Answer | string> {
    const child = this.#child;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      const finish = (result: Answer | string) => {
        clearTimeout(timer);
        child.off("message", hear).off("exit", exited);
        resolve(result);
      };
      const wait = (ms = this.#patience) => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          child.off("exit", exited).once("exit", () => finish("a check that does not end"));
          child.kill("SIGKILL");
        }, ms);
      };
      const hear = (answer: Answer) => (answer.is === "alive" ? wait() : finish(answer));
      const exited = () => finish("the end of the process");
      child.on("message", hear).once("exit", exited);
      wait(FIRST_PATIENCE);
      child.send(request);
    });
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}
