import type { Description, Result, Survey } from "@ws2kit/conformance";
import type { EngineName, Job, JobCheck, News } from "./conversation.js";
import { SupervisedProcess } from "./supervised-process.js";

/** Milliseconds until a provider is loaded. A busy machine with slow file calls needs 35 s; QuickJS needs a bundle. */
const OPENING = { node: process.platform === "win32" ? 60_000 : 10_000, quickjs: 60_000 } as const;
/** How long a check may take. */
interface Patience {
  /** Milliseconds at first, and after a check that timed out. */
  readonly limits: readonly [first: number, later: number];
  /**
   * Whether checks wait in calls of the system. Then a check that takes long probably hangs, and the next process is
   * started meanwhile.
   */
  readonly mayBlock: boolean;
}

/** Where time is virtual: the longest check needs 1/20 of the later limit. */
const PATIENCE: Readonly<Record<EngineName, Patience>> = {
  node: { limits: [3_000, 1_000], mayBlock: false },
  quickjs: { limits: [5_000, 2_000], mayBlock: false },
};
/** Where time is real. */
const REAL_PATIENCE: Patience = { limits: [20_000, 5_000], mayBlock: false };
/** For the system's own Winsock: the longest check that returns needs 1 s. */
const SYSTEM_PATIENCE: Patience = { limits: [5_000, 5_000], mayBlock: true };
/** Milliseconds after which a check that may block probably hangs. */
const PROBABLY_HANGS = 1_500;
/** Processes for the system's checks at a time: they wait for most of their time. */
const LANES = 4;
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
  if (job.place === "system") return runInLanes(job, listener);
  return runInTurn(job, listener, job.place === "simulated" ? PATIENCE[job.engine] : REAL_PATIENCE);
}

async function runInTurn(job: Omit<Job, "limit">, listener: JobListener, patience: Patience): Promise<JobRun> {
  const run = new JobRun(job, listener, patience);
  while (!run.isOver) await run.oneProcess();
  return run;
}

/**
 * Runs a job of blocking calls in several processes side by side. Each runs every n-th check, because neighbours hang
 * for the same reason.
 */
export async function runInLanes(
  job: Omit<Job, "limit">,
  listener: JobListener,
  patience = SYSTEM_PATIENCE,
): Promise<JobOutcome> {
  const count = Math.max(1, Math.min(LANES, job.checks.length));
  const lanes = Array.from({ length: count }, (_, lane) => job.checks.filter((_check, i) => i % count === lane));
  const runs = await Promise.all(lanes.map((checks) => runInTurn({ ...job, checks }, listener, patience)));
  const byId = new Map(runs.flatMap(({ results }) => results.map((result) => [result.id, result] as const)));
  const { description, version, refused, globals, survey } = runs.find((run) => run.refused !== "") ?? runs[0];
  const results = job.checks.flatMap(({ id }) => byId.get(id) ?? []);
  return { results, description, version, refused, globals, survey };
}

/** A process of a job. */
interface Running {
  readonly child: SupervisedProcess;
  /** Milliseconds for each of its checks. */
  readonly limit: number;
  isOpened: boolean;
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
  /** A process that was started early. */
  #next: Running | undefined;
  #suspicion: NodeJS.Timeout | undefined;

  constructor(
    private readonly job: Omit<Job, "limit">,
    private readonly listener: JobListener,
    private readonly patience: Patience,
  ) {}

  get #rest(): readonly JobCheck[] {
    return this.job.checks.slice(this.results.length);
  }

  async oneProcess(): Promise<void> {
    const running = this.#next ?? this.#start();
    this.#next = undefined;
    running.child.run(this.#rest);
    if (running.isOpened) this.#expectNews(running);
    const reason = await running.child.ended;
    clearTimeout(this.#suspicion);
    if (!this.isOver && this.#harness === "") {
      if (running.isOpened) this.#blame(reason);
      else this.#refuse(reason);
    }
    if (this.isOver || this.#harness !== "") await this.#stopNext();
    if (this.#harness !== "") throw new Error(this.#harness);
  }

  /** Starts a process, which opens what the job checks. */
  #start(): Running {
    const limit = this.patience.limits[this.#deaths === 0 ? 0 : 1];
    const hear = (news: News) => {
      running.isOpened ||= news.kind === "opened";
      // a process that is started early has no checks yet
      if (running === this.#next) child.expectNothing();
      else this.#expectNews(running);
      if (news.kind === "died") child.stop(news.why);
      else this.#hear(news);
    };
    const { checks: _, ...opening } = this.job;
    const child = new SupervisedProcess({ ...opening, limit }, hear, this.listener.printed);
    const running: Running = { child, limit, isOpened: false };
    child.expect(OPENING[this.job.engine], false);
    return running;
  }

  /** Limits the time until the next message. If none comes for a while, the next process is started early. */
  #expectNews({ child, limit }: Running): void {
    const { mayBlock } = this.patience;
    child.expect(limit + GRACE[this.job.engine], mayBlock);
    if (!mayBlock) return;
    clearTimeout(this.#suspicion);
    this.#suspicion = setTimeout(() => {
      this.#next ??= this.#start();
    }, PROBABLY_HANGS);
  }

  async #stopNext(): Promise<void> {
    this.#next?.child.stop("it was not needed");
    await this.#next?.child.ended;
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
