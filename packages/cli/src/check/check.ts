import { descendsFrom, SYSTEMS } from "@ws2kit/rules";
import { ENGINES } from "../engine/conversation.js";
import { loadTarget, targetsNamed } from "../files/targets.js";
import { requireWritable } from "../files/text-file.js";
import { explain } from "../report/explain.js";
import { FORMAT_NAMES, type FormatName } from "../report/format-names.js";
import { DEFAULT_PLACE, PLACES, type PlaceName } from "../report/places.js";
import { plural } from "../report/words.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { UsageError, unknownName } from "../terminal/usage-error.js";
import { providerFile, SHIPPED } from "./provider-file.js";
import type { CheckRequest } from "./request.js";
import { shardOf } from "./shard.js";

/** The options of `ws2kit check`, as commander parses them. */
export interface CheckOptions {
  readonly target: string;
  readonly engine: string;
  readonly place: string;
  readonly system?: true;
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
  readonly watch?: true;
}

/**
 * Runs `ws2kit check`: checks the provider modules, or the shipped providers if `modules` is empty. Returns
 * `EXIT.difference` if a check fails or a baseline is not current. Throws a UsageError for a wrong option or file.
 */
export async function check(modules: readonly string[], options: CheckOptions): Promise<ExitCode> {
  if (options.explain !== undefined) return explain(options.explain);
  if (options.watch) {
    if (modules.length === 0 && options.baseline === undefined)
      throw new UsageError("--watch needs a module: the shipped providers do not change.");
    const { inputsOf } = await import("../watch/inputs.js");
    const { watchInputs } = await import("../watch/watch.js");
    return watchInputs(() => inputsOf(modules, [options.baseline]));
  }
  const format = oneOf("format", options.format, FORMAT_NAMES) as FormatName;
  const request = await requestOf(modules, options);
  if (options.list) return list(request);
  if (options.device !== undefined)
    return (await import("./device-program.js")).writeDeviceProgram(request, options.device);
  const { readBaseline } = await import("../report/baseline.js");
  // report a wrong command line before the checks run: they take minutes
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline);
  if (options.baseline !== undefined && options.writeBaseline !== undefined)
    throw new UsageError(
      "--baseline compares with a file of known failures, and --write-baseline writes such a file: use one of them.",
    );
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
  const place = options.system ? "system" : (oneOf("place", options.place, PLACES) as PlaceName);
  if (options.system) requireSystem(modules, options);
  const combinations = {
    providers: modules.length === 0 ? [SHIPPED] : modules.map(providerFile),
    targets: options.system ? ["desktop"] : targetsNamed(options.target),
    engines: allOrOne("engine", options.engine, ENGINES),
  };
  for (const target of combinations.targets) await requireRules(target);
  // loading the checks takes long: report a wrong target or engine first
  const { selectChecks } = await import("./selection.js");
  return {
    ...combinations,
    place,
    checks: selectChecks(options.only ?? [], shard),
    seed: options.seed,
    shard,
    shardFrom: from,
  };
}

/** Throws a UsageError where the system's own Winsock cannot be checked as the options say. */
function requireSystem(modules: readonly string[], { target, engine, place }: CheckOptions): void {
  if (process.platform !== "win32")
    throw new UsageError(`--system checks Windows' own ws2_32.dll, and this is ${process.platform}.`);
  if (place !== DEFAULT_PLACE) throw new UsageError(`--system checks the computer itself: leave out --place ${place}.`);
  if (modules.length > 0) throw new UsageError("--system checks no module: leave out the file, or --system.");
  if (target !== "all" && target !== "desktop")
    throw new UsageError(`--system checks by the rules of desktop: leave out --target ${target}.`);
  if (engine !== "node") throw new UsageError(`--system runs in node: leave out --engine ${engine}.`);
}

/** Throws a UsageError for a target to which no rule applies: it would pass without a single check. */
async function requireRules(target: string): Promise<void> {
  const { profile } = await loadTarget(target);
  if (descendsFrom(profile.lineage, SYSTEMS)) return;
  throw new UsageError(
    `no rule applies to the target "${target}", because it extends none of ${SYSTEMS.join(", ")}. ` +
      "Make its profile with extendProfile from the profile of one of them.",
  );
}

function allOrOne<T extends string>(what: string, name: string, known: readonly T[]): readonly T[] {
  return oneOf(what, name, [...known, "all"]) === "all" ? known : [name as T];
}

function oneOf(what: string, name: string, known: readonly string[]): string {
  if (!known.includes(name)) throw unknownName(what, name, known);
  return name;
}

/** Describes what will be checked, and the options that change it. */
function assumptions({ providers, targets, engines, place, checks, seed, shard, shardFrom }: CheckRequest): string {
  if (place === "system")
    return `Checking this computer's own ws2_32.dll in node: ${plural(checks.length, "check")}, by the rules of desktop.\n`;
  const names = providers.map(({ name }) => (name === "shipped" ? "the shipped providers" : name)).join(", ");
  const where = place === "loopback" ? ", on this machine's sockets" : "";
  const origin = shardFrom === "" ? "" : ` (by ${shardFrom}; --shard 1/1 runs all)`;
  const part = shard === null ? "" : `, part ${shard.index} of ${shard.of}${origin}`;
  return (
    `Checking ${names} on ${targets.join(", ")} in ${engines.join(", ")}${where}: ${plural(checks.length, "check")}${part}, seed ${seed}.\n` +
    `To change this, name a module's file, or use --target, --engine, --place, --only, --seed.\n`
  );
}

/** Prints the ids of the checks, each with the number of its rule. */
function list({ checks }: CheckRequest): ExitCode {
  for (const { id, rule } of checks) console.log(`${String(rule.number).padStart(4)}  ${id}`);
  return EXIT.holds;
}
