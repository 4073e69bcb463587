import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BuildError } from "./build-error.js";

/** A target: a package whose package.json contains `"ws2kit": { "target": "<name>" }`. */
export interface Target {
  /** The target's name: "ce". */
  readonly name: string;
  /** The name of its package: "@ws2kit/target-ce". */
  readonly packageName: string;
  /** The path of the package's main module. */
  readonly module: string;
  /** The path of the main module's declarations. */
  readonly types: string;
}

/** The part of a package.json that describes a target. */
interface Manifest {
  readonly name?: string;
  readonly ws2kit?: { readonly target?: string };
}

/**
 * Finds the target `name` for an application in `directory`: an installed package, or the package in a folder if
 * `name` is a path such as "./targets/mine". Throws a BuildError if the target is missing or is not compiled.
 */
export function findTarget(name: string, directory: string): Target {
  const root = isPath(name) ? resolve(name) : rootsOfTargets(directory).get(name);
  const manifest = root === undefined ? null : readManifest(root);
  if (root === undefined || manifest?.ws2kit?.target === undefined) {
    if (isPath(name))
      throw new BuildError(`${name} is not a target: its package.json has no "ws2kit": { "target": … }.`);
    const names = listTargets(directory);
    if (names.length === 0) throw new BuildError(`no target is installed here: npm install @ws2kit/target-${name}.`);
    throw new BuildError(`there is no target "${name}"; installed targets: ${names.join(", ")}.`);
  }
  const { target } = manifest.ws2kit;
  const packageName = manifest.name ?? target;
  const module = entryOf(packageName, "", root);
  if (module === null) throw new BuildError(`target ${target} is not compiled: run npm run build.`);
  return { name: target, packageName, module, types: module.replace(/\.js$/, ".d.ts") };
}

/** The names of the targets that an application in `directory` can import. */
export function listTargets(directory: string): string[] {
  return [...rootsOfTargets(directory).keys()].sort();
}

/** The path of what a target's package exports as `entry`, such as "exports"; `null` if it has no such export. */
export function targetEntry({ packageName, module }: Target, entry: string): string | null {
  return entryOf(packageName, `/${entry}`, dirname(module));
}

/** The path of the module that `packageName` resolves to from a target's package; `null` if it does not resolve. */
export function targetImport({ module }: Target, packageName: string): string | null {
  return entryOf(packageName, "", dirname(module));
}

/** Imports a target's main module, or the module that its package exports as `entry`. */
export async function importTarget<T>(target: Target, entry?: string): Promise<T> {
  const path = entry === undefined ? target.module : targetEntry(target, entry);
  if (path === null) throw new BuildError(`target ${target.name} has no entry "./${entry}" in its package.json.`);
  return import(pathToFileURL(path).href) as Promise<T>;
}

/** The target's name if an application in `directory` resolves `packageName` to a target, or else "". */
export function targetNameOf(packageName: string, directory: string): string {
  for (const [name, root] of rootsOfTargets(directory)) if (readManifest(root)?.name === packageName) return name;
  return "";
}

/** Whether `name` names a target by its folder: ".", "./targets/mine", "C:\\mine". */
export function isPath(name: string): boolean {
  return /^\.\.?$|[\\/]/.test(name);
}

/** Directory → the targets that can be imported from it, as installed when the process first looked. */
const known = new Map<string, ReadonlyMap<string, string>>();

/**
 * The folders of the installed targets, by the target's name. The nearest `node_modules` wins, as for any import.
 */
function rootsOfTargets(directory: string): ReadonlyMap<string, string> {
  let roots = known.get(directory);
  if (roots === undefined) {
    const parent = dirname(directory);
    const above = parent === directory ? new Map<string, string>() : rootsOfTargets(parent);
    roots = new Map([...above, ...targetsIn(join(directory, "node_modules"))]);
    known.set(directory, roots);
  }
  return roots;
}

function* targetsIn(modules: string): Iterable<[name: string, root: string]> {
  for (const entry of entriesOf(modules)) {
    const packages = entry.startsWith("@") ? entriesOf(join(modules, entry)).map((name) => join(entry, name)) : [entry];
    for (const name of packages) {
      const root = join(modules, name);
      const target = readManifest(root)?.ws2kit?.target;
      if (target !== undefined) yield [target, root];
    }
  }
}

function entriesOf(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).filter((name) => !name.startsWith(".")) : [];
}

/** Reads the part of a package.json that concerns targets; `null` if the file does not exist or cannot be read. */
function readManifest(root: string): Manifest | null {
  try {
    const text = readFileSync(join(root, "package.json"), "utf8");
    return text.includes('"ws2kit"') ? (JSON.parse(text) as Manifest) : null;
  } catch {
    return null;
  }
}

/** The path of a package's entry, as resolved from `directory`. */
function entryOf(packageName: string, entry: string, directory: string): string | null {
  try {
    const module = createRequire(join(directory, "package.json")).resolve(packageName + entry);
    return existsSync(module) ? realpathSync(module) : null;
  } catch {
    return null;
  }
}
