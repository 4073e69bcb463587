import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BuildError } from "./build-error.js";

const PREFIX = "@ws2kit/target-";

/** A target as the build needs it: a package, its module, and the types of that module. */
export interface Target {
  readonly name: string;
  readonly packageName: string;
  readonly module: string;
  readonly types: string;
}

/** The target that a package name stands for, "" if it is no target's. */
export function targetNameOf(packageName: string): string {
  return packageName.startsWith(PREFIX) ? packageName.slice(PREFIX.length) : "";
}

/** The target `name`, as an application in `directory` sees it: an installed package. Throws a BuildError. */
export function findTarget(name: string, directory: string): Target {
  const packageName = PREFIX + name;
  const module = resolve(packageName, directory);
  if (module === null) {
    const names = listTargets(directory);
    if (names.includes(name)) throw new BuildError(`target ${name} is not compiled: run npm run build.`);
    throw new BuildError(`there is no target "${name}"; installed here: ${names.join(", ") || "none"}.`);
  }
  return { name, packageName, module, types: module.replace(/\.js$/, ".d.ts") };
}

/** The names of the targets installed where an application in `directory` looks for packages. */
export function listTargets(directory: string): string[] {
  const names = new Set<string>();
  for (let at = directory; ; at = dirname(at)) {
    const scope = join(at, "node_modules", dirname(PREFIX));
    for (const entry of existsSync(scope) ? readdirSync(scope) : []) {
      const name = targetNameOf(`${dirname(PREFIX)}/${entry}`);
      if (name !== "") names.add(name);
    }
    if (dirname(at) === at) return [...names].sort();
  }
}

function resolve(packageName: string, directory: string): string | null {
  try {
    const module = createRequire(join(directory, "application.js")).resolve(packageName);
    return existsSync(module) ? module : null;
  } catch {
    return null;
  }
}
