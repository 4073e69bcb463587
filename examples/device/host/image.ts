import { stat } from "node:fs/promises";
import { findTarget, importTarget } from "@ws2kit/build/target";
import type { Profile } from "@ws2kit/core";
import { runDevice } from "./device-program.js";
import type { Host } from "./hosts.js";

/**
 * Compiles a bundle to an image with a host's compiler, within its target's budgets. Returns the image's size in bytes.
 */
export async function compileImage(host: Host, bundle: string, target: string, image: string): Promise<number> {
  const { profile } = await importTarget<{ readonly profile: Profile }>(findTarget(target, import.meta.dirname));
  const { heap, stack, watchdog, descriptors, logBytes } = profile.device;
  const options = ["--target", target, "--profile", profile.version, "--heap", heap, "--stack", stack];
  const budgets = ["--watchdog", watchdog, "--descriptors", descriptors, "--log", logBytes];
  const words = [...options, ...budgets].map(String);
  const { code, complaints } = await runDevice(host, "-c", bundle, "-o", image, ...words);
  if (code !== 0) throw new Error(`${host.name} does not compile ${bundle}: ${complaints.join("\n")}`);
  return (await stat(image)).size;
}
