import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Checks the spelling of every text, by `cspell.json`; what a file said before is remembered until the file changes.
 * A tree without that file has nothing to check.
 *
 * @param {string} root
 * @returns {boolean} whether every word is known
 */
export function checkSpelling(root) {
  if (!existsSync(join(root, "cspell.json"))) return true;
  const cspell = fileURLToPath(new URL("../../node_modules/cspell/bin.mjs", import.meta.url));
  const cache = ["--cache", "--cache-strategy", "metadata", "--cache-location", "node_modules/.cache/cspell.json"];
  const options = ["lint", "--no-progress", "--no-summary", "--unique", ...cache];
  return spawnSync(process.execPath, [cspell, ...options], { cwd: root, stdio: "inherit" }).status === 0;
}
