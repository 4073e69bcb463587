import { listTargets } from "@ws2kit/build/target";
import { explain } from "../commands/explain.js";
import { ENGINES } from "../engine/conversation.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { readBaseline } from "../report/baseline.js";
import { conclude } from "../report/conclude.js";
import { FORMAT_NAMES, type FormatName } from "../report/format-names.js";
import type { Shard } from "../report/report.js";
import { unknownName } from "../usage-error.js";
import { writeDeviceProgram } from "./device-program.js";
import { liveLine } from "./live-line.js";
import { providerFile, SHIPPED } from "./provider-file.js";
import type { CheckRequest } from "./request.js";
import { runChecks } from "./run-checks.js";
import { selectChecks } from "./selection.js";

/** The options as commander gives them. */
export interface CheckOptions {
  readonly target: string;
  readonly engine: string;
  readonly format: string;
  readonly only: readonly string[];
  readonly seed: number;
  readonly shard?: Shard;
  readonly baseline?: string;
  readonly out?: string;
  readonly device?: string;
  readonly list?: true;
  readonly explain?: string;
  readonly statement?: true;
}

/** `ws2kit check`. */
export async function check(modules: readonly string[], options: CheckOptions): Promise<ExitCode> {
  if (options.explain !== undefined) return explain(options.explain);
  const format = oneOf("format", options.format, FORMAT_NAMES) as FormatName;
  const request = requestOf(modules, options);
  if (options.list) return list(request);
  if (options.device !== undefined) return writeDeviceProgram(request, options.device);
  // what is wrong with the command line is said before the checks run
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline);
  const runs = request.providers.length * request.targets.length * request.engines.length;
  if (format === "pretty") console.log(assumptions(request));
  const line = liveLine(runs * request.checks.length);
  const report = await runChecks(request, line).finally(() => line.stop());
  return conclude(report, { ...options, format, baseline });
}

function requestOf(modules: readonly string[], options: CheckOptions): CheckRequest {
  const targets = listTargets(import.meta.dirname);
  const checks = selectChecks(options.only, options.shard ?? null);
  return {
    providers: modules.length === 0 ? [SHIPPED] : modules.map(providerFile),
    targets: allOrOne("target", options.target, targets),
    engines: allOrOne("engine", options.engine, ENGINES),
    checks,
    seed: options.seed,
    shard: options.shard ?? null,
  };
}

function allOrOne<T extends string>(what: string, name: string, known: readonly T[]): readonly T[] {
  return oneOf(what, name, [...known, "all"]) === "all" ? known : [name as T];
}

function oneOf(what: string, name: string, known: readonly string[]): string {
  if (!known.includes(name)) throw unknownName(what, name, known);
  return name;
}

/** What is about to happen, and how to have it otherwise. */
function assumptions({ providers, targets, engines, checks, seed }: CheckRequest): string {
  const names = providers.map(({ name }) => (name === "shipped" ? "the shipped providers" : name)).join(", ");
  return (
    `Checking ${names} on ${targets.join(", ")} in ${engines.join(", ")}: ${checks.length} checks, seed ${seed}.\n` +
    `Otherwise with a module's file, --target, --engine, --only, --seed.\n`
  );
}

/** The checks with their numbers: a check that a rule has several of shows the rule's. */
function list({ checks }: CheckRequest): ExitCode {
  for (const { id, rule } of checks) console.log(`${String(rule.number).padStart(4)}  ${id}`);
  return EXIT.holds;
}
