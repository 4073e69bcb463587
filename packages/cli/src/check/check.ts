import { descendsFrom, SYSTEMS } from "@ws2kit/rules";
import { ENGINES } from "../engine/conversation.js";
import { loadTarget, targetsNamed } from "../files/targets.js";
import { requireWritable } from "../files/text-file.js";
import { explain } from "../report/explain.js";
import { FORMAT_NAMES, type FormatName } from "../report/format-names.js";
import { plural } from "../report/words.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { UsageError, unknownName } from "../terminal/usage-error.js";
import { providerFile, SHIPPED } from "./provider-file.js";
import type { CheckRequest } from "./request.js";
import { shardOf } from "./shard.js";

/** The options as commander gives them. */
export interface CheckOptions {
  readonly target: string;
  readonly engine: string;
  readonly format: string;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly shard?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
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
  const request = await requestOf(modules, options);
  if (options.list) return list(request);
  if (options.device !== undefined)
    return (await import("./device-program.js")).writeDeviceProgram(request, options.device);
  const { readBaseline } = await import("../report/baseline.js");
  // what is wrong with the command line is said before the checks run
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline);
  if (options.baseline !== undefined && options.writeBaseline !== undefined)
    throw new UsageError("--baseline holds a report to what is known, --write-baseline makes it known: choose one.");
  for (const file of [options.out, options.writeBaseline]) if (file !== undefined) requireWritable(file);
  const runs = request.providers.length * request.targets.length * request.engines.length;
  if (format === "pretty") console.log(assumptions(request));
  const { liveLine } = await import("./live-line.js");
  const { runChecks } = await import("./run-checks.js");
  const { conclude } = await import("./conclude.js");
  const line = liveLine(runs * request.checks.length);
  const report = await runChecks(request, line).finally(() => line.stop());
  return conclude(report, { ...options, format, baseline });
}

async function requestOf(modules: readonly string[], options: CheckOptions): Promise<CheckRequest> {
  const { shard, from } = shardOf(options.shard, process.env);
  const places = {
    providers: modules.length === 0 ? [SHIPPED] : modules.map(providerFile),
    targets: targetsNamed(options.target),
    engines: allOrOne("engine", options.engine, ENGINES),
  };
  for (const target of places.targets) await requireRules(target);
  // the checks take longer to load than a wrong word to be told of
  const { selectChecks } = await import("./selection.js");
  return { ...places, checks: selectChecks(options.only ?? [], shard), seed: options.seed, shard, shardFrom: from };
}

/** Refuses a target to which no rule applies: nothing would be checked, and the report would be green. */
async function requireRules(target: string): Promise<void> {
  const { profile } = await loadTarget(target);
  if (descendsFrom(profile.lineage, SYSTEMS)) return;
  throw new UsageError(
    `no rule is known for the target "${target}": it extends none of ${SYSTEMS.join(", ")}. ` +
      "Say which it extends in its profile, with extendProfile.",
  );
}

function allOrOne<T extends string>(what: string, name: string, known: readonly T[]): readonly T[] {
  return oneOf(what, name, [...known, "all"]) === "all" ? known : [name as T];
}

function oneOf(what: string, name: string, known: readonly string[]): string {
  if (!known.includes(name)) throw unknownName(what, name, known);
  return name;
}

/** What is about to happen, and how to have it otherwise. */
function assumptions({ providers, targets, engines, checks, seed, shard, shardFrom }: CheckRequest): string {
  const names = providers.map(({ name }) => (name === "shipped" ? "the shipped providers" : name)).join(", ");
  const origin = shardFrom === "" ? "" : ` (by ${shardFrom}; --shard 1/1 takes all)`;
  const part = shard === null ? "" : `, part ${shard.index} of ${shard.of}${origin}`;
  return (
    `Checking ${names} on ${targets.join(", ")} in ${engines.join(", ")}: ${plural(checks.length, "check")}${part}, seed ${seed}.\n` +
    `Otherwise with a module's file, --target, --engine, --only, --seed.\n`
  );
}

/** The checks with their numbers: a check that a rule has several of shows the rule's. */
function list({ checks }: CheckRequest): ExitCode {
  for (const { id, rule } of checks) console.log(`${String(rule.number).padStart(4)}  ${id}`);
  return EXIT.holds;
}
