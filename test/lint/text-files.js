import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders that hold what is installed, built or recorded. */
const SKIPPED = new Set(["node_modules", "lib", "dist", ".git", "coverage"]);

/**
 * The files of a tree whose names match `pattern`, in order of their paths.
 *
 * @param {string} root
 * @param {RegExp} pattern
 * @param {string} [folder] the part of the tree, from the root
 * @returns {{ path: string, lines: string[] }[]}
 */
export function textFiles(root, pattern, folder = "") {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : textFiles(root, pattern, path);
      if (!entry.isFile() || !pattern.test(path)) return [];
      return [{ path, lines: readFileSync(join(root, path), "utf8").split("\n") }];
    });
}
