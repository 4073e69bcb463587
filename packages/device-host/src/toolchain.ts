import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Host } from "./hosts.js";

/**
 * The programs that a host lacks on this machine. To "run" a host needs all that "build" needs, and its emulator.
 */
export function missingPrograms({ compiler, runner }: Host, purpose: "build" | "run"): string[] {
  const programs = [compiler, "make", ...(purpose === "run" ? (runner?.slice(0, 1) ?? []) : [])];
  return programs.filter((program) => !isThere(program));
}

/** The command that installs the programs that a host lacks; "" if none are missing. */
export function installCommand(host: Host, purpose: "build" | "run"): string {
  const programs = missingPrograms(host, purpose);
  if (programs.length === 0) return "";
  const needsMore = programs.some((program) => program !== "make");
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
