import { LINUX_LIMITS, WINDOWS_LIMITS } from "@ws2kit/platform-node";
import { errorName } from "@ws2kit/rules";
import type { Command } from "commander";
import { loadTarget, TARGET_HELP, targetSources, targetsNamed } from "../files/targets.js";
import { colours } from "../terminal/colours.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";

export function addProfile(program: Command): void {
  const profile = program.command("profile").description("show a target's profile and its sources, or compare two");
  profile
    .command("show")
    .description(
      "show every row of a target's profile with its source, and what the Node platform lacks on Linux and Windows",
    )
    .argument("<target>", TARGET_HELP)
    .action(endWith(show));
  profile
    .command("diff")
    .addHelpText("after", example("ws2kit profile diff ce desktop"))
    .description("show the rows in which two targets differ")
    .argument("<target>", "the first target")
    .argument("<other>", "the second target")
    .action(endWith(diff));
}

/** A row of a profile: "limits.handles", its value in words, and its source. */
interface Row {
  readonly name: string;
  readonly value: string;
  readonly source: string;
}

async function show(name: string): Promise<ExitCode> {
  for (const target of targetsNamed(name)) {
    const { profile } = await loadTarget(target);
    console.log(colours.bold(`${target}: ${profile.title}, ${profile.dll}, profile version ${profile.version}`));
    for (const row of await rowsOf(target)) console.log(`\n${row.name}\n  ${row.value}\n  ${sourceLine(row)}`);
  }
  for (const [system, limits] of Object.entries({ Linux: LINUX_LIMITS, Windows: WINDOWS_LIMITS })) {
    console.log(colours.bold(`\nWhat nodePlatform() does not offer on ${system}`));
    for (const { subject, text, rules } of limits) {
      console.log(`\n${subject}\n  ${text}`);
      if (rules.length > 0) console.log(`  Rules that do not hold: ${rules.join(", ")}`);
    }
  }
  return EXIT.holds;
}

async function diff(name: string, other: string): Promise<ExitCode> {
  const [[a], [b]] = [targetsNamed(name), targetsNamed(other)];
  const others = new Map((await rowsOf(b)).map((row) => [row.name, row]));
  const width = Math.max(a.length, b.length);
  for (const row of await rowsOf(a)) {
    const its = others.get(row.name);
    if (its === undefined || its.value === row.value) continue;
    console.log(colours.bold(row.name));
    for (const [target, { value, source }] of [[a, row] as const, [b, its] as const]) {
      console.log(`  ${target.padEnd(width)}  ${value}\n  ${" ".repeat(width)}  ${sourceLine({ source })}`);
    }
  }
  return EXIT.holds;
}

/** A row's source; yellow if it is unconfirmed. */
function sourceLine({ source }: Pick<Row, "source">): string {
  return source.includes("unconfirmed") ? colours.yellow(source) : colours.dim(source);
}

async function rowsOf(target: string): Promise<readonly Row[]> {
  const { profile } = await loadTarget(target);
  const sources = await targetSources(target);
  const groups = (["architecture", "limits", "device"] as const).map((group) => [group, profile[group]] as const);
  return groups.flatMap(([group, members]) =>
    Object.entries(members).map(([key, value]) => {
      const name = `${group}.${key}`;
      return { name, value: valueText(name, value), source: sources[name] ?? "no source" };
    }),
  );
}

function valueText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  if (name === "architecture.mixedTriple") return `${errorName(Number(value))} (${value})`;
  if (["device.heap", "device.stack", "device.tlsBytes"].includes(name)) return `${Number(value) / 1024} KiB`;
  if (name === "device.logBytes") return `${Number(value) / 1024} KiB a second`;
  if (name === "device.watchdog") return `${value} ms`;
  return String(value);
}
