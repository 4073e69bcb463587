import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Host } from "./hosts.js";

/**
 * The programs that a host lacks on this machine. To "run" a host needs all that "build" needs, and its emulator. A
 * program whose path contains a variable of make is not looked for.
 */
export function missingPrograms({ compiler, runner }: Host, purpose: "build" | "run"): string[] {
  const programs = [compiler.split(/\s/)[0], "make", ...(purpose === "run" ? (runner?.slice(0, 1) ?? []) : [])];
  return programs.filter((program) => !program.includes("$") && !isThere(program));
}

/** The command that installs the programs that a host lacks; "" if none are missing, or its file names no packages. */
export function installCommand(host: Host, purpose: "build" | "run"): string {
  const programs = missingPrograms(host, purpose);
  const needsMore = programs.some((program) => program !== "make");
  if (programs.length === 0 || (needsMore && host.packages === "")) return "";
  return [
    "apt-get install",
    ...(needsMore ? [host.packages] : []),
    ...(programs.includes("make") ? ["make"] : []),
  ].join(" ");
}

function isThere(program: string): boolean {
  const files = program.includes("/")
    ? [program]
    : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  return files.some(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
