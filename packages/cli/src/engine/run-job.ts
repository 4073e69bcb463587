import type { Description, Result, Survey } from "@ws2kit/conformance";
import type { Job, JobCheck, News } from "./conversation.js";
import { SupervisedProcess } from "./supervised-process.js";

/** Milliseconds until a provider is loaded; QuickJS needs a bundle first. */
const OPENING = { node: 10_000, quickjs: 60_000 } as const;
/** Milliseconds for a check: at first, and after a check that timed out. The longest check needs 1/20 of the latter. */
const PATIENCE = { node: [3_000, 1_000], quickjs: [5_000, 2_000] } as const;
/** As `PATIENCE`, where time is real. */
const REAL_PATIENCE = [20_000, 5_000] as const;
/** Milliseconds that a process may exceed its engine's own limit. */
const GRACE = { node: 0, quickjs: 5_000 } as const;
/** The rest of the checks is not run after so many in a row have ended their engine. */
const GIVEN_UP = 20;

/** The outcome of a job. */
export interface JobOutcome {
  /** The results of the checks that ran, in order. */
  readonly results: readonly Result[];
  /** The provider's description; `null` if it never loaded. */
  readonly description: Description | null;
  readonly version: string;
  /** Why the module cannot be checked; "" if it can. */
  readonly refused: string;
  /** Globals that were written, each with the check that found it first; "" if the module wrote it while it loaded. */
  readonly globals: ReadonlyMap<string, string>;
  /** The slots of the provider; `null` if its process ended before the survey. */
  readonly survey: Survey | null;
}

/** Receives events while a job runs. */
export interface JobListener {
  result(result: Result): void;
  /** Receives what the provider prints. */
  printed(text: string): void;
}

/** Runs a job in a child process. After a check that ends the process, the next check runs in a new one. */
export async function runJob(job: Omit<Job, "limit">, listener: JobListener): Promise<JobOutcome> {
  const run = new JobRun(job, listener);
  while (!run.isOver) await run.oneProcess();
  return run;
}

class JobRun implements JobOutcome {
  readonly results: Result[] = [];
  readonly globals = new Map<string, string>();
  description: Description | null = null;
  version = "";
  refused = "";
  survey: Survey | null = null;
  isOver = false;
  #deaths = 0;
  #deathsInARow = 0;
  #harness = "";

  constructor(
    private readonly job: Omit<Job, "limit">,
    private readonly listener: JobListener,
  ) {}

  get #rest(): readonly JobCheck[] {
    return this.job.checks.slice(this.results.length);
  }

  async oneProcess(): Promise<void> {
    const { engine, place } = this.job;
    const patience = place === "simulated" ? PATIENCE[engine] : REAL_PATIENCE;
    const limit = patience[this.#deaths === 0 ? 0 : 1];
    let isOpened = false;
    const hear = (news: News) => {
      isOpened ||= news.kind === "opened";
      child.expect(limit + GRACE[engine]);
      if (news.kind === "died") child.stop(news.why);
      else this.#hear(news);
    };
    const child = new SupervisedProcess({ ...this.job, limit, checks: this.#rest }, hear, this.listener.printed);
    child.expect(OPENING[engine]);
    const reason = await child.ended;
    if (this.#harness !== "") throw new Error(this.#harness);
    if (this.isOver) return;
    if (isOpened) this.#blame(reason);
    else this.#refuse(reason);
  }

  #hear(news: News): void {
    if (news.kind === "opened") {
      this.description = news.description;
      this.version = news.version;
      this.#wrote(news.globals, "");
    } else if (news.kind === "result") {
      this.#deathsInARow = 0;
      this.#wrote(news.globals, news.result.id);
      this.#told(news.result);
    } else if (news.kind === "refused") {
      this.#refuse(news.why);
    } else if (news.kind === "harness") {
      this.#harness = news.why;
    } else if (news.kind === "ended") {
      this.survey = news.survey;
      this.isOver = true;
    }
  }

  /** Records a failure of the check that ran when the engine ended. */
  #blame(reason: string): void {
    const [check, ...others] = this.#rest;
    // all checks have run: only the survey of the slots is missing
    if (check === undefined) this.isOver = true;
    else this.#told(fatal(check, reason));
    this.#deaths++;
    if (++this.#deathsInARow < GIVEN_UP) return;
    const why = `not run, because each of the ${GIVEN_UP} checks before it ended its engine: ${reason}`;
    for (const other of others) this.#told({ ...fatal(other, why), outcome: "broken", what: why });
    this.isOver = true;
  }

  #refuse(why: string): void {
    this.refused = why;
    this.isOver = true;
  }

  #told(result: Result): void {
    this.results.push(result);
    this.listener.result(result);
  }

  #wrote(names: readonly string[], check: string): void {
    for (const name of names) if (!this.globals.has(name)) this.globals.set(name, check);
  }
}

/** The result of a check that ended its engine. */
function fatal({ id, rule }: JobCheck, reason: string): Result {
  const [expected, got] = [{ text: "every call returns" }, { text: reason }];
  return {
    id,
    rule,
    outcome: "fail",
    what: "how the check ends",
    expected,
    got,
    trace: [],
    codes: [],
    slots: [],
    leaks: null,
  };
}
