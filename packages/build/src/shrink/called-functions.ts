import { pathToFileURL } from "node:url";
import type { Exports, Maker, Makers, Profile } from "@ws2kit/core";
import type { LoadResult, PluginContext } from "rollup";
import { BuildError } from "../build-error.js";
import { packageOf } from "../package-of.js";
import { importTarget, type Target, targetEntry, targetImport } from "../target.js";
import type { NameUse } from "./application-names.js";
import { dataNames } from "./data-names.js";
import { isUntyped } from "./internal-names.js";
import { type ModuleCode, reachedMembers } from "./unnamed-members.js";
import { mayLookAtNames } from "./untyped-names.js";

/**
 * Writes a target's profile and exports for firmware: the profile as one literal, and only the exported functions
 * that the program names. A device has no room for the other functions, nor for the code that composes a target.
 */
export class ComposedTarget {
  readonly #target: Target;
  readonly #exports: string | null;
  readonly #profile: string | null;

  constructor(target: Target) {
    this.#target = target;
    this.#exports = targetEntry(target, "exports");
    this.#profile = targetEntry(target, "profile");
  }

  /**
   * The module that replaces `id`; `null` if the target's own module stays. `called`: the names that the program may
   * call; `null` if it may call any.
   */
  async module(id: string, called: () => Promise<ReadonlySet<string> | null>): Promise<LoadResult> {
    if (id === this.#profile) {
      const { profile } = await importTarget<{ profile: Profile }>(this.#target, "profile");
      return `export const profile = ${literalOf(profile)};`;
    }
    if (id !== this.#exports) return null;
    const module = await importTarget<{ exports?: Partial<Exports<Makers>> }>(this.#target, "exports");
    const makers = module.exports?.makers;
    return makers === undefined ? null : { code: await this.#functions(makers, await called()), meta: WRITTEN };
  }

  /** The literal of the called functions. Each is imported from its own module. */
  async #functions(makers: Makers, names: ReadonlySet<string> | null): Promise<string> {
    const places = new Map<unknown, string>();
    const imports: string[] = [];
    for (const path of [targetImport(this.#target, "@ws2kit/core"), targetEntry(this.#target, "functions")]) {
      if (path === null) continue;
      const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
      for (const [name, value] of Object.entries(module)) places.set(value, `from${imports.length}.${name}`);
      imports.push(`import * as from${imports.length} from ${JSON.stringify(path)};\n`);
    }
    const called = Object.keys(makers).filter((name) => names === null || names.has(name));
    const rows = called.map((name) => `  ${name}: ${this.#placeOf(name, makers[name], places)}(process),\n`);
    return `${imports.join("")}export const exports = (process) => ({\n${rows.join("")}});\n`;
  }

  #placeOf(name: string, maker: Maker, places: ReadonlyMap<unknown, string>): string {
    const place = places.get(maker);
    if (place !== undefined) return place;
    throw new BuildError(
      `target ${this.#target.name}: ${name} is exported neither by @ws2kit/core nor by the entry "./functions" of ` +
        `${this.#target.packageName}, so firmware cannot import it.`,
    );
  }
}

/**
 * Data as source text with plain keys. A quoted key would count as a string, whose name is not shortened.
 */
function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${key}: ${literalOf(member)}`)
    .join(", ")} }`;
}

/** The floor of targets. No code in a target, or below it, calls members of packages above. */
const TARGETS = 3;

/** Marks a module with which the build replaced a target's table. It has only plain accesses to members. */
const WRITTEN = { ws2kit: "written" };

/** Whether the build wrote a module itself. */
export function isWritten(meta: Readonly<Record<string, unknown>> | undefined): boolean {
  return meta?.ws2kit === WRITTEN.ws2kit;
}

/**
 * The names of all members that `entry` and its imports reach, without `bounds` and their imports, and the names that
 * the application reaches by computed accesses. `null` if the application may reach any name.
 */
export async function calledFrom(
  context: PluginContext,
  entry: string,
  bounds: readonly string[],
  use: NameUse,
): Promise<ReadonlySet<string> | null> {
  if (use.anyName.length > 0) return null;
  const modules: ModuleCode[] = [];
  const seen = new Set(bounds);
  const waiting = [entry];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const module = await context.load({ id, resolveDependencies: true });
    const code = module.code ?? "";
    if (id !== entry && isUntyped(id) && mayLookAtNames(code, [code])) return null;
    modules.push({ code, isOwn: dataNames(id) !== null && (packageOf(id)?.floor ?? 0) > TARGETS });
    const imported = [...module.importedIdResolutions, ...module.dynamicallyImportedIdResolutions];
    // a module that was not found is reported later, with a proper message
    waiting.push(...imported.filter(({ external }) => external === false).map((one) => one.id));
  }
  return reachedMembers(modules, use.names);
}
