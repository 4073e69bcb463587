import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Plugin, ResolvedId } from "rollup";
import { packageOf } from "./package-of.js";

const RELATIVE = /^\.{1,2}\/.*\.js$/;

/**
 * A rollup plugin that resolves the imports of packages without side effects: relative ones by their path, and each
 * other one once for a package. `nodeResolve` finds the same files, but for each import it looks at every folder of the
 * path: for the checks, 35,000 calls of the file system, which take a minute where such a call takes a millisecond.
 */
export function resolveOnce(): Plugin {
  const existing = new Map<string, boolean>();
  const exists = (path: string): boolean => {
    const known = existing.get(path) ?? existsSync(path);
    existing.set(path, known);
    return known;
  };
  const modules = new Map<string, Promise<ResolvedId | null>>();
  return {
    name: "ws2kit-resolve-once",
    resolveId(specifier, importer) {
      if (importer === undefined || !isAbsolute(importer)) return null;
      const own = packageOf(importer);
      if (own?.isPure !== true) return null;
      if (RELATIVE.test(specifier)) {
        const id = join(dirname(importer), specifier);
        return exists(id) ? { id, moduleSideEffects: false } : null;
      }
      const key = `${specifier} ${own.root}`;
      const module = modules.get(key) ?? this.resolve(specifier, importer, { skipSelf: true });
      modules.set(key, module);
      return module;
    },
  };
}
