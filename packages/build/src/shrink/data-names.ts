import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { packageOf } from "../package-of.js";

/** Written by `write-data-names` when the house is built, or here where it was only compiled. */
export const DATA_NAMES = join(import.meta.dirname, "data-names.json");

const WRITER = join(import.meta.dirname, "write-data-names.js");
const CHECKOUT = join(import.meta.dirname, "../../../..");

/** The names of a module that are more than a spelling. */
export interface DataNames {
  /** Those that the module reaches but by naming them: they are not shortened, and what they name is not left out. */
  readonly reached: readonly string[];
  /** Those of values that the engine's globals and JSON bring: they are not shortened. */
  readonly outside: readonly string[];
  /** Those that it lists as `@keys`: what they name is not left out. */
  readonly listed: readonly string[];
  /** Those of members that an object of some type may lack. */
  readonly optional: readonly string[];
}

let read: { readonly modified: number; readonly names: Readonly<Record<string, DataNames>> } | undefined;

/** The names of a module of ws2kit that are data: `null` where the list has no entry for the module. */
export function dataNames(id: string): DataNames | null {
  const key = moduleKey(id);
  if (key === null) return null;
  if (!existsSync(DATA_NAMES)) execFileSync(process.execPath, [WRITER], { cwd: CHECKOUT });
  const modified = statSync(DATA_NAMES).mtimeMs;
  if (read?.modified !== modified) read = { modified, names: JSON.parse(readFileSync(DATA_NAMES, "utf8")) };
  return read.names[key] ?? null;
}

/** A module of a neutral package, whether it is compiled or not; `null` for others. */
export function moduleKey(id: string): string | null {
  const found = packageOf(id);
  if (found?.isNeutral !== true) return null;
  const path = relative(found.root, id).replace(/^(?:lib|src)\//, "");
  return join(found.name, path.replace(/\.[jt]s$/, ""));
}
