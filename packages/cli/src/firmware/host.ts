import {
  type BuiltHost,
  buildHost,
  type Host,
  HostError,
  installCommand,
  localHost,
  missingPrograms,
  readHost,
} from "@ws2kit/device-host";
import { requireWritable } from "../files/text-file.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { withProgress } from "../terminal/progress.js";
import { UsageError } from "../terminal/usage-error.js";
import { HOST } from "./device-host.js";

/**
 * Runs `ws2kit host build`: builds a host in the folder `out`, and prints the path and the size of its program. Throws
 * a UsageError for an unknown host, and if this machine lacks a program that builds it.
 */
export async function hostBuild(name: string | undefined, { out }: { readonly out: string }): Promise<ExitCode> {
  const host = asUsage(() => readHost(name ?? localHost()));
  requireWritable(`${out}/${host.name}/${host.program}`);
  const built = await build(host, out);
  console.log(`${built.program}: ${built.bytes.toLocaleString("en")} bytes, ${host.title}`);
  console.log(useOf(host, built));
  return EXIT.holds;
}

async function build(host: Host, folder: string): Promise<BuiltHost> {
  try {
    return await withProgress(`building the host ${host.name}`, (progress) => buildHost(host, { folder, progress }));
  } catch (error) {
    throw asUsageError(error);
  }
}

/** What to do with a host next. */
function useOf(host: Host, { program }: BuiltHost): string {
  const { runner } = host;
  const option = program === HOST ? "" : ` --host ${program}`;
  if (runner === null) return "It runs on its own system only.";
  if (runner.length === 0) return `ws2kit run --engine device${option} uses it.`;
  if (missingPrograms(host, "run").length === 0) return `It runs here too: ${[...runner, program].join(" ")} app.img`;
  return `It runs here too, after ${installCommand(host, "run") || `${runner[0]} is installed`}.`;
}

function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asUsageError(error);
  }
}

function asUsageError(error: unknown): unknown {
  return error instanceof HostError ? new UsageError(error.message) : error;
}
