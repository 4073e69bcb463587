import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { FirmwareOptions, LayerRow } from "@ws2kit/build";
import { BuildError } from "@ws2kit/build/build-error";
import { JsonMistake } from "@ws2kit/build/json-text";
import { findTarget, importTarget, isPath, listTargets, type Target } from "@ws2kit/build/target";
import type { Profile } from "@ws2kit/core";
import { asUsage, readJsonFile } from "../files/json-file.js";
import { unknownFile } from "../files/module-file.js";
import { asWriteError, requireFile } from "../files/text-file.js";
import { withProgress } from "../terminal/progress.js";
import { UsageError, unknownName } from "../terminal/usage-error.js";
import { readLayers } from "./layer-list.js";

/** The options of `ws2kit build` and `ws2kit run` that describe the application. */
export interface ApplicationWords {
  readonly target: string;
  readonly config?: string;
  readonly layers?: string;
  /** The files for a trace of what the machine does. */
  readonly trace?: readonly string[];
}

/** An application and the target that it is for. */
export interface Application {
  readonly app: string;
  /** The file's name without its extension: "telemetry". */
  readonly name: string;
  /** Whether the file is TypeScript, not firmware. */
  readonly isSource: boolean;
  /** The name of the target, or the folder of its package. */
  readonly target: string;
  readonly config: string | undefined;
  /** The layers to install over the target's provider, from the file that --layers names. */
  readonly layers: readonly LayerRow[];
  /** Whether the machine logs what it does. */
  readonly isObserved: boolean;
  readonly profile: Profile;
}

/**
 * Reads the options of an application; `onTop` are layers above those of `--layers`. Throws a UsageError if a file or
 * the target does not exist.
 */
export async function readApplication(
  app: string,
  { target, config, layers, trace }: ApplicationWords,
  onTop: readonly LayerRow[] = [],
): Promise<Application> {
  if (!existsSync(app)) throw unknownFile(app);
  requireFile(app);
  const directory = dirname(resolve(app));
  const targets = listTargets(directory);
  if (targets.length > 0 && !targets.includes(target) && !isPath(target)) {
    throw unknownName("target", target, targets);
  }
  const { profile } = await importTarget<{ readonly profile: Profile }>(targetIn(target, directory));
  const isSource = /\.[cm]?ts$/.test(app);
  if (!isSource && layers !== undefined)
    throw new UsageError(`${app} is already built; --layers works only with its TypeScript.`);
  if (!isSource && onTop.length > 0)
    throw new UsageError(`${app} is already built; --record and --replay work only with its TypeScript.`);
  if (!isSource && trace !== undefined)
    throw new UsageError(`${app} is already built; --trace works only with its TypeScript.`);
  if (!isSource && config !== undefined)
    throw new UsageError(
      `${app} is already built and contains its configuration; --config works only with its TypeScript.`,
    );
  if (config !== undefined) readJsonFile(config);
  const stack = [...onTop, ...(layers === undefined ? [] : readLayers(layers))];
  const name = basename(app).replace(/\.\w+$/, "");
  return { app, name, isSource, target, config, layers: stack, isObserved: trace !== undefined, profile };
}

/** Finds a target for an application in `directory`. Throws a UsageError if it is not installed, or not compiled. */
function targetIn(name: string, directory: string): Target {
  try {
    return findTarget(name, directory);
  } catch (error) {
    throw error instanceof BuildError ? new UsageError(error.message) : error;
  }
}

/** Builds an application. If it does not build, prints why and returns `false`. */
export async function build(
  { app, target, config, layers, isObserved }: Application,
  options: Pick<FirmwareOptions, "out" | "form" | "minify" | "lines">,
): Promise<boolean> {
  // loading the compiler takes a second
  const { buildFirmware } = await import("@ws2kit/build");
  try {
    const firmware = { app, target, layers, isObserved, ...(config === undefined ? {} : { config }), ...options };
    await withProgress(`building ${app} for ${target}`, () => buildFirmware(firmware));
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw asWriteError(options.out, error);
    if (error instanceof JsonMistake && isConfig(error.file, app)) throw asUsage(error);
    console.error(error.message);
    return false;
  }
}

/** Whether a file is the default configuration of an application: config.json in its folder. */
function isConfig(file: string, app: string): boolean {
  return resolve(file) === join(dirname(resolve(app)), "config.json");
}
