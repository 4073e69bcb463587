import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Profile } from "@ws2kit/core";
import { UsageError } from "../terminal/usage-error.js";
import type { Budgets } from "./running.js";

/** Where `make -C examples/device` puts the host of this desk. */
export const HOST = "dist/device/x64/ws2kit-device";

/** The C host's program. Throws a UsageError that says how to make one. */
export function findHost(path: string): string {
  if (existsSync(path)) return path;
  throw new UsageError(
    `there is no device host at ${path}: make -C examples/device builds one; --host names one that is elsewhere.`,
  );
}

/** A device's budgets as words of the host's command line; it has no TLS. */
export function budgetWords({ heap, stack, watchdog, descriptors, logBytes }: Budgets): string[] {
  const own = ["--heap", heap, "--stack", stack, "--watchdog", watchdog];
  return [...own, "--descriptors", descriptors, "--log", logBytes].map(String);
}

/** Compiles a bundle to an image of bytecode, for the target that it was built for, with its device's budgets. */
export function compileImage(host: string, bundle: string, image: string, profile: Profile): void {
  const target = ["--target", profile.name, "--profile", String(profile.version)];
  const words = ["-c", bundle, "-o", image, ...target, ...budgetWords(profile.device)];
  execFileSync(findHost(host), words, { stdio: "inherit" });
}
