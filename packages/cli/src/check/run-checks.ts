import { availableParallelism } from "node:os";
import type { Result } from "@ws2kit/conformance";
import type { EngineName, Job } from "../engine/conversation.js";
import { type JobOutcome, runJob } from "../engine/run-job.js";
import { SUITE } from "../files/suite.js";
import { loadTarget } from "../files/targets.js";
import { type Needs, type NextSteps, needsOf, nextSteps } from "../report/next-steps.js";
import { citedRules, countsOf, isTrouble, type Report, type Run } from "../report/report.js";
import { moduleResults } from "./module-results.js";
import { type ProviderFile, SHIPPED } from "./provider-file.js";
import type { CheckRequest } from "./request.js";
import type { Selected } from "./selection.js";

/** One combination of provider, target and engine. */
export interface Combination {
  readonly provider: ProviderFile;
  readonly target: string;
  readonly engine: EngineName;
}

/** Receives events while the checks run. */
export interface Progress {
  result(combination: Combination, result: Result): void;
  printed(combination: Combination, text: string): void;
  finished(run: Run): void;
}

/** Runs the checks for each combination, as many at a time as the machine has processors. */
export async function runChecks(request: CheckRequest, progress: Progress): Promise<Report> {
  const { providers, targets, engines, place, seed, shard } = request;
  const combinations = providers.flatMap((provider) =>
    targets.flatMap((target) => engines.map((engine) => ({ provider, target, engine }))),
  );
  const runs = await allOf(combinations, async (combination) => {
    const run = await runCombination(combination, request, progress);
    progress.finished(run);
    return run;
  });
  return {
    format: "ws2kit-report",
    version: 1,
    suite: SUITE,
    date: new Date().toISOString(),
    seed,
    place,
    shard,
    runs,
    rules: citedRules(runs),
  };
}

async function runCombination(combination: Combination, request: CheckRequest, progress: Progress): Promise<Run> {
  const { provider, target, engine } = combination;
  const { profile } = await loadTarget(target);
  const began = performance.now();
  const outcome = await runJob(jobOf(combination, request, request.checks), {
    result: (result) => progress.result(combination, result),
    printed: (text) => progress.printed(combination, text),
  });
  // the shipped providers are ours: if one does not load, ws2kit failed
  if (provider.path === null && outcome.refused !== "") throw new Error(`${target} in ${engine}: ${outcome.refused}`);
  const results = [...moduleResults(outcome), ...outcome.results];
  const next = await nextStepsOf(combination, request, outcome);
  return {
    provider: {
      name: provider.name,
      file: provider.word,
      sha256: provider.sha256,
      kind: outcome.description?.provider ?? null,
    },
    target: profile.name,
    profile: { title: profile.title, version: profile.version },
    engine,
    engineVersion: outcome.version,
    milliseconds: Math.round(performance.now() - began),
    counts: countsOf(results),
    notRun: request.checks.length - outcome.results.length,
    results,
    next,
  };
}

/** The slots to write next, for a provider from a module that fails checks; `null` for the shipped providers. */
async function nextStepsOf(
  { target }: Combination,
  request: CheckRequest,
  outcome: JobOutcome,
): Promise<NextSteps | null> {
  const { results, survey } = outcome;
  const troubles = new Set(results.filter(isTrouble).map(({ id }) => id));
  if (survey === null || troubles.size === 0) return null;
  const checks = request.checks.filter(({ id }) => troubles.has(id));
  return nextSteps(survey, await shippedNeeds(target, request, checks));
}

function jobOf(
  { provider, target, engine }: Combination,
  { seed, place }: CheckRequest,
  checks: readonly Selected[],
): Omit<Job, "limit"> {
  const jobChecks = checks.map(({ id, rule }) => ({ id, rule: rule.id, applies: JSON.stringify(rule.applies) }));
  return { engine, target, place, module: provider.path, seed, checks: jobChecks };
}

/** The slots that each of these checks needs, measured with the provider that the target ships. */
async function shippedNeeds(target: string, request: CheckRequest, checks: readonly Selected[]): Promise<Needs> {
  const job = jobOf({ provider: SHIPPED, target, engine: "node" }, request, checks);
  const { results } = await runJob(job, { result() {}, printed() {} });
  return new Map(results.map((result) => [result.id, needsOf(result)]));
}

/** Runs `work` for each item, as many at a time as the machine has processors, and returns the results in order. */
async function allOf<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const outcomes: U[] = [];
  let taken = 0;
  const worker = async () => {
    while (taken < items.length) {
      const i = taken++;
      outcomes[i] = await work(items[i]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(items.length, availableParallelism()) }, worker));
  return outcomes;
}
