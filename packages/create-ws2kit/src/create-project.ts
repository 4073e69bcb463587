import { randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { closestMatch } from "leven";
import { checkout, packPackages, VERSION } from "./packages.js";
import { ProjectError } from "./project-error.js";
import { shippedTargets, TEMPLATE_FOLDER, TEMPLATE_NAMES, type TemplateName, templateOf } from "./templates.js";

/** What to create. */
export interface ProjectOptions {
  /** The folder of the project; it is created, and must be empty if it exists. Its name is the package's. */
  readonly folder: string;
  /** The name of a template. */
  readonly template: string;
  /** The targets that the project is for; a target's project extends the first. */
  readonly targets: readonly string[];
  /**
   * Where npm finds the packages of ws2kit: in its registry, or in the project's folder `packages`, into which they are
   * packed. By default they are packed if this package is part of a checkout of ws2kit.
   */
  readonly source?: "registry" | "packed";
}

/** Packages from elsewhere that every project's tests need, with the versions that ws2kit's own tests use. */
const TOOLS = {
  "@types/chai": "^5.2.0",
  "@types/mocha": "^10.0.10",
  "@types/node": "^20.19.0",
  chai: "6.3.0",
  mocha: "12.0.3",
  typescript: "6.0.3",
};

/** Writes a project, whole or not at all. Throws a ProjectError if an option is wrong, or the system's error. */
export function createProject({ folder, template, targets, source }: ProjectOptions): void {
  const path = resolve(folder);
  requireEmpty(path, folder);
  const name = packageName(path);
  const known = templateNamed(template);
  requireTargets(targets);
  if (known === "target" && name in shippedTargets()) {
    throw new ProjectError(`ws2kit has a target ${name}; a new target needs another name.`);
  }
  const unfinished = unfinishedFolder(path, folder);
  try {
    writeFiles(unfinished, name, known, targets);
    const root = source === "registry" ? null : checkout();
    const packed = root === null ? null : packPackages(root, join(unfinished, "packages"));
    writeManifest(unfinished, name, known, targets, packed);
    // a temporary folder is closed to other users
    chmodSync(unfinished, 0o755);
    rmSync(path, { recursive: true, force: true });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Creates the folder in which a project is written, next to its own. */
function unfinishedFolder(path: string, folder: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return mkdtempSync(join(dirname(path), `.${basename(path)}-`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ProjectError(`${folder} cannot be created (${code}). Name a folder where you may write.`);
  }
}

function writeFiles(folder: string, name: string, template: TemplateName, targets: readonly string[]): void {
  for (const source of ["common", template]) {
    cpSync(fileURLToPath(new URL(source, TEMPLATE_FOLDER)), folder, { recursive: true });
  }
  // npm leaves a .gitignore out of a package
  renameSync(join(folder, "_gitignore"), join(folder, ".gitignore"));
  const words = wordsOf(name, targets);
  for (const file of filesIn(folder)) writeFileSync(file, filled(readFileSync(file, "utf8"), words));
  const { types } = templateOf(template);
  for (const [file, content] of Object.entries(types(targets))) writeJson(join(folder, file), content);
}

/** Writes package.json; `packed` are the packages of a checkout, or `null` to name those that the template needs. */
function writeManifest(
  folder: string,
  name: string,
  template: TemplateName,
  targets: readonly string[],
  packed: Readonly<Record<string, string>> | null,
): void {
  const { packages, scripts, manifest } = templateOf(template);
  const needed = [...packages, ...targets.map((target) => `target-${target}`)];
  writeJson(join(folder, "package.json"), {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    scripts: scripts(targets),
    ...manifest?.(name),
    devDependencies: {
      ...(packed ?? Object.fromEntries(needed.map((each) => [`@ws2kit/${each}`, VERSION]))),
      ...TOOLS,
    },
  });
}

/** The words that a template's files contain: `__name__`. */
function wordsOf(name: string, targets: readonly string[]): Readonly<Record<string, string>> {
  const title = name.replace(/(?:^|[-._])(\w)/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim();
  const identifiers = targets.map(identifier);
  return {
    name,
    title,
    type: `Ws2Of${title.replace(/\W/g, "")}`,
    guid: randomUUID().toUpperCase(),
    target: targets[0],
    parent: identifiers[0],
    targets: JSON.stringify(targets).replace(/,/g, ", "),
    targetList: targets.length === 1 ? targets[0] : `${targets.slice(0, -1).join(", ")} and ${targets.at(-1)}`,
    imports: targets
      .map((target, at) => `import { openMachine as ${identifiers[at]} } from "@ws2kit/target-${target}";`)
      .join("\n"),
    openMachines: identifiers.join(", "),
  };
}

/** A target's name as an identifier: "mobile-6" is `mobile6`. */
function identifier(target: string): string {
  return target.replace(/\W/g, "");
}

function filled(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(/(?:\/\/ )?__([a-z]+)__/gi, (place, word: string) => words[word] ?? place);
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

function requireEmpty(path: string, folder: string): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw new ProjectError(`${folder} is a file. Name a new folder.`);
  const [first] = readdirSync(path);
  if (first !== undefined) throw new ProjectError(`${folder} is not empty: it contains ${first}. Name a new folder.`);
}

/** Makes npm's name of a folder's name. */
function packageName(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "");
  if (name === "") throw new ProjectError(`"${basename(path)}" has no letter of a to z; name the folder otherwise.`);
  return name;
}

function templateNamed(name: string): TemplateName {
  const known = TEMPLATE_NAMES.find((each) => each === name);
  if (known === undefined)
    throw new ProjectError(`there is no template "${name}"; there are ${listOf(TEMPLATE_NAMES)}.`);
  return known;
}

function requireTargets(targets: readonly string[]): void {
  const known = Object.keys(shippedTargets());
  if (targets.length === 0) throw new ProjectError(`a project needs a target; there are ${listOf(known)}.`);
  for (const target of targets) {
    if (known.includes(target)) continue;
    const nearest = closestMatch(target, known, { maxDistance: 2 });
    const end = nearest === undefined ? `there are ${listOf(known)}` : `the nearest is ${nearest}`;
    throw new ProjectError(`there is no target "${target}"; ${end}.`);
  }
}

function listOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
