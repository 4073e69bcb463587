import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FirmwareOptions } from "@ws2kit/build";
import { findTarget, listTargets } from "@ws2kit/build/target";
import type { Profile } from "@ws2kit/core";
import { UsageError, unknownName } from "../usage-error.js";

/** What the commands that build an application are told of it. */
export interface ApplicationWords {
  readonly target: string;
  readonly config?: string;
}

/** An application and the target that it is for. */
export interface Application {
  readonly app: string;
  /** The file's name without its end: "telemetry". */
  readonly name: string;
  /** Whether it is TypeScript still, and no firmware yet. */
  readonly isSource: boolean;
  readonly config: string | undefined;
  readonly profile: Profile;
}

/** Throws a UsageError for a file or a target that is not there. */
export async function readApplication(app: string, { target, config }: ApplicationWords): Promise<Application> {
  for (const file of [app, ...(config === undefined ? [] : [config])]) {
    if (!existsSync(file)) throw new UsageError(`there is no file ${file}.`);
  }
  const directory = dirname(resolve(app));
  const targets = listTargets(directory);
  if (targets.length > 0 && !targets.includes(target)) throw unknownName("target", target, targets);
  const { module } = findTarget(target, directory);
  const { profile } = (await import(pathToFileURL(module).href)) as { readonly profile: Profile };
  return { app, name: basename(app).replace(/\.\w+$/, ""), isSource: /\.[cm]?ts$/.test(app), config, profile };
}

/** Builds it. `false` if it does not build, and then a person knows why. */
export async function build(
  { app, config, profile }: Application,
  options: Pick<FirmwareOptions, "out" | "form" | "minify">,
): Promise<boolean> {
  // the compiler takes a second to load
  const { BuildError, buildFirmware } = await import("@ws2kit/build");
  try {
    await buildFirmware({ app, target: profile.name, ...(config === undefined ? {} : { config }), ...options });
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    return false;
  }
}
