import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { packageOf } from "../package-of.js";

/** Written by `write-data-names` in `npm run build`, or on first use after a plain compilation. */
export const DATA_NAMES = join(import.meta.dirname, "data-names.json");

const WRITER = join(import.meta.dirname, "write-data-names.js");
const CHECKOUT = join(import.meta.dirname, "../../../..");

/** The names that a module uses other than in plain accesses. */
export interface DataNames {
  /**
   * Names that the module reaches without a plain access. They are not shortened, and their members are not removed.
   */
  readonly reached: readonly string[];
  /** Names in values from the engine's globals and from JSON. They are not shortened. */
  readonly outside: readonly string[];
  /** Names that it lists as `@keys`. Their members are not removed. */
  readonly listed: readonly string[];
  /** Names of optional members: an object of some type may lack them. */
  readonly optional: readonly string[];
}

let read: { readonly modified: number; readonly names: Readonly<Record<string, DataNames>> } | undefined;

/** The data names of a module of ws2kit; `null` if the list has no entry for the module. */
export function dataNames(id: string): DataNames | null {
  const key = moduleKey(id);
  if (key === null) return null;
  if (!existsSync(DATA_NAMES)) execFileSync(process.execPath, [WRITER], { cwd: CHECKOUT });
  const modified = statSync(DATA_NAMES).mtimeMs;
  if (read?.modified !== modified) read = { modified, names: JSON.parse(readFileSync(DATA_NAMES, "utf8")) };
  return read.names[key] ?? null;
}

/** The key of a neutral package's module, the same for its source and its compiled file; `null` for other modules. */
export function moduleKey(id: string): string | null {
  const found = packageOf(id);
  if (found?.isNeutral !== true) return null;
  const path = relative(found.root, id).split(sep).join("/");
  return `${found.name}/${path.replace(/^(?:lib|src)\//, "").replace(/\.[jt]s$/, "")}`;
}
