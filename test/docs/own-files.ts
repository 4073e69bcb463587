import { readdirSync, readFileSync } from "node:fs";

/** A file of the project, and its text. */
export interface OwnFile {
  readonly path: string;
  readonly text: string;
}

/** Folders that hold what is installed or built. */
const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "lib", "dist", ".git", "coverage"]);

function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pathsIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** The project's own files whose names end in one of `endings`, in order of their paths. */
export function ownFiles(...endings: readonly string[]): OwnFile[] {
  return pathsIn(".")
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
