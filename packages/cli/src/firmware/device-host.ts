import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Profile } from "@ws2kit/core";
import { listHosts, localHost, programPath, readHost } from "@ws2kit/device-host";
import { UsageError } from "../terminal/usage-error.js";
import type { Budgets } from "./running.js";

/** The folder in which `ws2kit host build` builds hosts. */
export const HOSTS_FOLDER = "dist/device";
/** The names of all hosts. */
export const HOST_NAMES: readonly string[] = listHosts().map(({ name }) => name);
/** Where `ws2kit host build` writes the host for this machine. */
export const HOST = programPath(readHost(localHost()), { folder: HOSTS_FOLDER });

/** Resolves the path of the C host. Throws a UsageError that says how to build it if there is no such file. */
export function findHost(path: string): string {
  // a name without a folder would be searched for in PATH
  if (existsSync(path)) return resolve(path);
  throw new UsageError(
    `there is no device host at ${path}: build it with ws2kit host build, or name its file with --host.`,
  );
}

/** A device's budgets as arguments of the host, which has no TLS. */
export function budgetWords({ heap, stack, watchdog, descriptors, logBytes }: Budgets): string[] {
  const own = ["--heap", heap, "--stack", stack, "--watchdog", watchdog];
  return [...own, "--descriptors", descriptors, "--log", logBytes].map(String);
}

/**
 * Compiles a bundle to an image of bytecode, within the budgets of the target's device. `lines`: whether the image
 * contains the bundle's name and lines, for stacks.
 */
export function compileImage(host: string, bundle: string, image: string, profile: Profile, lines: boolean): void {
  const target = ["--target", profile.name, "--profile", String(profile.version)];
  const words = ["-c", bundle, "-o", image, ...(lines ? ["-g"] : []), ...target, ...budgetWords(profile.device)];
  execFileSync(findHost(host), words, { stdio: "inherit" });
}
