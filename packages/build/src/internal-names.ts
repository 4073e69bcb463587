import { BOOT } from "./boot.js";
import { listsFunctions } from "./called-functions.js";
import { isOutlet, looksAtNames } from "./name-sight.js";
import { packageOf } from "./package-of.js";
import { publicNames } from "./public-names.js";
import { spelledNames, spelledStrings } from "./spelled-names.js";
import { isPropertyName, isShorthandName, type Node, parse, visit } from "./syntax-tree.js";

/** A module of a bundle: where it is, its code in the bundle, and the modules that it imports. */
export interface BundledModule {
  readonly id: string;
  readonly code: string;
  readonly imports: readonly string[];
}

/**
 * The names of properties that a bundle may change, for nobody can tell: they are declared in a neutral module of ws2kit,
 * and they are
 *
 * - no member of a type that can be reached from the modules of ws2kit that the other modules import,
 * - spelled nowhere in the other modules: an application, and what it brings along,
 * - no name of the language's,
 * - no string anywhere.
 *
 * A whole program, which exports nothing, is its own outside. While its modules look at no names, there only the names
 * matter that it shares with its host or writes into JSON, and those that the other modules declare.
 */
export function internalNames(modules: readonly BundledModule[], isWhole = false): string[] {
  const own = modules.filter(({ id }) => isOwn(id));
  const others = modules.filter(({ id }) => !isOwn(id));
  const codes = modules.map(({ code }) => code);
  const isClosed = isWhole && !others.some(({ code }) => looksAtNames(code, codes));
  return isClosed ? ownNames(own, others) : hiddenNames(own, others);
}

/** What a bundle that has an outside keeps to itself. */
function hiddenNames(own: readonly BundledModule[], others: readonly BundledModule[]): string[] {
  const surface = new Set(others.flatMap(({ imports }) => imports).filter(isOwn));
  return without(
    own.flatMap(({ code }) => declaredNames(code)),
    [
      publicNames([...surface].map(declarationsOf)),
      ...own.map(({ code }) => spelledStrings(code)),
      ...others.map(({ code }) => spelledNames(code)),
    ],
  );
}

/** What a whole program has of ws2kit's. */
function ownNames(own: readonly BundledModule[], others: readonly BundledModule[]): string[] {
  const outlets = own.filter(({ code }) => isOutlet(code));
  const words = callWords(own);
  return without(
    own.flatMap(({ code }) => memberNames(code)),
    [
      publicNames(outlets.map(({ id }) => declarationsOf(id))),
      ...outlets.map(({ code }) => spelledNames(code)),
      ...own.map(({ code }) => new Set([...spelledStrings(code)].filter((text) => !words.has(text)))),
      ...others.map(({ code }) => spelledStrings(code)),
      // what starts the application is as much ws2kit's
      ...others.filter(({ id }) => id !== BOOT).map(({ code }) => new Set(declaredNames(code))),
    ],
  );
}

/** Functions of the DLL that are members of nothing else: in a string of ws2kit's, such a name is a word for people. */
function callWords(own: readonly BundledModule[]): Set<string> {
  const names = (modules: readonly BundledModule[]) => modules.flatMap(({ code }) => memberNames(code));
  const others = new Set(names(own.filter(({ id }) => !listsFunctions(id))));
  return new Set(names(own.filter(({ id }) => listsFunctions(id))).filter((name) => !others.has(name)));
}

function without(names: readonly string[], taken: readonly ReadonlySet<string>[]): string[] {
  return [...new Set(names)].filter((name) => !taken.some((set) => set.has(name)));
}

/** Whether a module is of a neutral package of ws2kit. */
export function isOwn(id: string): boolean {
  return packageOf(id)?.isNeutral === true;
}

function declarationsOf(id: string): string {
  return id.replace(/\.js$/, ".d.ts");
}

/** The names of the members that a module's objects and classes are written with, or taken apart by. */
function declaredNames(code: string): string[] {
  return namesWhere(code, (node, parent) =>
    isPropertyName(node, parent) ? parent?.type !== "MemberExpression" : isShorthandName(node, parent),
  );
}

/** The same, and the names of the members that it asks for. */
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
