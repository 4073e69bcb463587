import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HostError } from "./host-error.js";

/** The package's folder. */
export const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const HOSTS = join(PACKAGE, "hosts");

/** A host, as described by its file: `hosts/x64.mk`. */
export interface Host {
  readonly name: string;
  /** The path of its file. */
  readonly file: string;
  /** The first line of its file. */
  readonly title: string;
  /** The command that compiles, as make reads it: `arm-linux-gnueabihf-gcc`, `ccache gcc`, `$(SDK)/bin/gcc`. */
  readonly compiler: string;
  /** The Debian packages that are needed to build and run it; empty if its file names none. */
  readonly packages: string;
  /** The command line that runs its programs here; empty if they run directly; `null` if they cannot run here. */
  readonly runner: readonly string[] | null;
  /** The file name of its program. */
  readonly program: string;
}

/** The hosts that the package contains; the one of this machine is first. */
export function listHosts(): Host[] {
  return hostNames().map(readHost);
}

function hostNames(): string[] {
  const names = readdirSync(HOSTS).map((file) => file.replace(/\.mk$/, ""));
  const local = localHost();
  return names.sort((a, b) => Number(b === local) - Number(a === local) || a.localeCompare(b));
}

/**
 * Reads a host: by its name, or by the path of a file that ends in ".mk". Throws a HostError if there is no such host.
 */
export function readHost(name: string): Host {
  const file = name.endsWith(".mk") ? resolve(name) : join(HOSTS, `${name}.mk`);
  const text = contents(file, name);
  const value = (key: string) => variable(text, key);
  const [run, own] = [value("RUN"), basename(file, ".mk")];
  return {
    name: own,
    file,
    title: text.slice(2, text.indexOf("\n")),
    compiler: value("CC") || "cc",
    packages: value("PACKAGES"),
    runner: run === "none" ? null : own === localHost() ? [] : run.split(" ").filter(Boolean),
    program: `ws2kit-device${value("EXE")}`,
  };
}

/** The value of a variable of make without its comment, `CC = gcc`, `CC:=gcc # ours`; empty if it is not set. */
function variable(text: string, key: string): string {
  return new RegExp(`^${key}[ \\t]*[:?]*=([^#\\r\\n]*)`, "m").exec(text)?.[1].trim() ?? "";
}

/** The name of the host that runs on this machine without an emulator. */
export function localHost(): string {
  if (process.platform === "win32") return process.arch === "ia32" ? "win32" : "win64";
  return ({ arm: "armhf", arm64: "arm64" } as Partial<Record<string, string>>)[process.arch] ?? "x64";
}

function contents(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    const known = hostNames();
    throw new HostError(
      name.endsWith(".mk")
        ? `${name} cannot be read: there is no such file.`
        : `there is no host "${name}"; there are ${known.slice(0, -1).join(", ")} and ${known.at(-1)}, or name a file that ends in .mk.`,
    );
  }
}
