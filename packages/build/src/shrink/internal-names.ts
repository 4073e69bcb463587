import { BOOT } from "../boot.js";
import type { NameUse } from "./application-names.js";
import { type DataNames, dataNames } from "./data-names.js";
import { publicNames } from "./public-names.js";
import { spelledNames, spelledStrings } from "./spelled-names.js";
import { isPropertyName, isShorthandName, type Node, parse, visit } from "./syntax-tree.js";
import { mayLookAtNames } from "./untyped-names.js";

/** A module of a bundle. */
export interface BundledModule {
  /** The path of the module. */
  readonly id: string;
  /** Its JavaScript. */
  readonly code: string;
  /** The paths of the modules that it imports. */
  readonly imports: readonly string[];
  /** Whether the build wrote it, to replace a target's table of functions. */
  readonly isWritten?: boolean;
}

/**
 * The names of properties that a bundle may shorten: the names of ws2kit's own modules, except
 *
 * - the language's,
 * - those that ws2kit's modules reach without a plain access (`data-names`),
 * - those that the other modules declare, contain as a string, or reach without a plain access (for an application:
 *   `use`).
 *
 * A bundle with exports has callers outside. Then no name is shortened that they can reach through the modules that
 * the other modules import, or that the other modules contain. If another module may reach any name, the result is
 * empty.
 */
export function internalNames(modules: readonly BundledModule[], isWhole = false, use?: NameUse): string[] {
  const own = modules.filter(({ id }) => isProven(id));
  const others = modules.filter(({ id }) => !isProven(id));
  if (reachesAnyName(others, modules, use)) return [];
  const kept = [
    publicNames([]),
    use?.names ?? new Set<string>(),
    ...own.map(namesOfData).map(({ reached, outside }) => new Set([...reached, ...outside])),
    ...(isWhole ? keptInside(others) : keptOutside(others)),
  ];
  const names = new Set(own.flatMap(({ code }) => (isWhole ? memberNames(code) : declaredNames(code))));
  return [...names].filter((name) => !kept.some((set) => set.has(name)));
}

/**
 * Whether the other modules may reach unknown names. For an application's sources, the compiler's types prove it.
 */
export function reachesAnyName(
  others: readonly BundledModule[],
  modules: readonly BundledModule[],
  use?: NameUse,
): boolean {
  if (use !== undefined && use.anyName.length > 0) return true;
  const codes = modules.map(({ code }) => code);
  return others.some(({ id, code }) => isUntyped(id) && mayLookAtNames(code, codes));
}

/** Whether a module is JavaScript without types. */
export function isUntyped(id: string): boolean {
  return !isProven(id) && /\.[cm]?js$/.test(id);
}

function keptInside(others: readonly BundledModule[]): ReadonlySet<string>[] {
  // the module that starts the application is ws2kit's own too
  const declaring = others.filter(({ id }) => id !== BOOT);
  return [
    ...others.map(({ code }) => spelledStrings(code)),
    ...declaring.map(({ code }) => new Set(writtenNames(code))),
  ];
}

function keptOutside(others: readonly BundledModule[]): ReadonlySet<string>[] {
  const surface = new Set(others.flatMap(({ imports }) => imports).filter(isProven));
  return [publicNames([...surface].map(declarationsOf)), ...others.map(({ code }) => spelledNames(code))];
}

/** The names that a module of ws2kit reaches without a plain access. A module that the build wrote has none. */
export function namesOfData({ id, isWritten }: BundledModule): DataNames {
  const none = { reached: [], outside: [], listed: [], optional: [] };
  return isWritten === true ? none : (dataNames(id) ?? none);
}

/** Whether a module belongs to ws2kit, and its use of names is proven. */
export function isProven(id: string): boolean {
  return dataNames(id) !== null;
}

function declarationsOf(id: string): string {
  return id.replace(/\.js$/, ".d.ts");
}

/** The names of members in a module's object literals, classes and patterns. */
function declaredNames(code: string): string[] {
  return namesWhere(code, (node, parent) =>
    isPropertyName(node, parent) ? parent?.type !== "MemberExpression" : isShorthandName(node, parent),
  );
}

/** The names of members in its object literals and classes. A pattern reads a member, as an access does. */
function writtenNames(code: string): string[] {
  const asked = new Set<unknown>();
  visit(parse(code), ({ type, properties }) => {
    if (type === "ObjectPattern") for (const property of properties as Node[]) asked.add(property);
  });
  return namesWhere(code, (node, parent) => {
    if (parent === null || asked.has(parent) || parent.type === "MemberExpression") return false;
    return isPropertyName(node, parent) || isShorthandName(node, parent);
  });
}

/** The names of members in its object literals, classes, patterns and accesses. */
function memberNames(code: string): string[] {
  return namesWhere(code, (node, parent) => isPropertyName(node, parent) || isShorthandName(node, parent));
}

function namesWhere(code: string, isMeant: (node: Node, parent: Node | null) => boolean): string[] {
  const names: string[] = [];
  visit(parse(code), (node, parent) => {
    if (isMeant(node, parent)) names.push(node.name as string);
  });
  return names.filter((name) => name !== "constructor");
}
