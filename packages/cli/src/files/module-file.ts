import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { nearestOf, UsageError } from "../terminal/usage-error.js";

/** The extensions of a module's file. */
export const MODULE = /\.[cm]?[jt]s$/;

/** Makes an error for a module that does not exist, with the nearest name in its folder. */
export function unknownFile(word: string): UsageError {
  const folder = dirname(word);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => MODULE.test(name)) : [];
  // the folder, which all these files share, does not make a name near
  return new UsageError(`there is no file "${word}"${nearestOf(basename(word), names)}.`);
}
