import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The example's folder, with a slash at its end. */
export const DEVICE = fileURLToPath(new URL("..", import.meta.url));
/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A host, as described by its file in `hosts/`. */
export interface Host {
  readonly name: string;
  /** The first line of its file. */
  readonly title: string;
  readonly compiler: string;
  /** The Debian packages that are needed to build and run it. */
  readonly packages: string;
  /** The command line that runs its programs here; empty if they run directly; `null` if they cannot run here. */
  readonly runner: readonly string[] | null;
  /** The path of its program. */
  readonly program: string;
}

/** All hosts; the one of this machine is first. */
export function listHosts(): Host[] {
  const names = readdirSync(`${DEVICE}hosts`).map((file) => file.replace(/\.mk$/, ""));
  return names.sort((a, b) => Number(b === "x64") - Number(a === "x64") || a.localeCompare(b)).map(readHost);
}

/** Reads the host `name`. Throws if it has no file. */
export function readHost(name: string): Host {
  const text = readFileSync(`${DEVICE}hosts/${name}.mk`, "utf8");
  const value = (key: string) => new RegExp(`^${key} = (.*)$`, "m").exec(text)?.[1];
  const run = value("RUN");
  return {
    name,
    title: text.slice(2, text.indexOf("\n")),
    compiler: value("CC") ?? "cc",
    packages: value("PACKAGES") ?? "",
    runner: run === "none" ? null : (run?.split(" ") ?? []),
    program: `${ROOT}dist/device/${name}/ws2kit-device${value("EXE") ?? ""}`,
  };
}
