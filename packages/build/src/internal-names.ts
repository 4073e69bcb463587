import { packageOf } from "./package-of.js";
import { publicNames } from "./public-names.js";
import { spelledNames, spelledStrings } from "./spelled-names.js";
import { isPropertyName, isShorthand, type Node, parse, visit } from "./syntax-tree.js";

/** A module of a bundle: where it is, its code in the bundle, and the modules that it imports. */
export interface BundledModule {
  readonly id: string;
  readonly code: string;
  readonly imports: readonly string[];
}

/**
 * The names of properties that a bundle may change, for nobody outside of ws2kit's own modules can tell: they are
 * declared in a neutral module of ws2kit, and they are
 *
 * - no member of a type that can be reached from the modules of ws2kit that the other modules import,
 * - spelled nowhere in the other modules: an application, and what it brings along,
 * - no name of the language's,
 * - no string anywhere.
 */
export function internalNames(modules: readonly BundledModule[]): string[] {
  const own = modules.filter(({ id }) => isOwn(id));
  const others = modules.filter(({ id }) => !isOwn(id));
  const surface = new Set(others.flatMap(({ imports }) => imports).filter(isOwn));
  const names = new Set(own.flatMap(({ code }) => declaredNames(code)));
  const taken = [
    publicNames([...surface].map(declarationsOf)),
    ...own.map(({ code }) => spelledStrings(code)),
    ...others.map(({ code }) => spelledNames(code)),
  ];
  return [...names].filter((name) => !taken.some((set) => set.has(name)));
}

/** Whether a module is of a neutral package of ws2kit. */
export function isOwn(id: string): boolean {
  return packageOf(id)?.isNeutral === true;
}

function declarationsOf(id: string): string {
  return id.replace(/\.js$/, ".d.ts");
}

/** The names of the members that a module's objects and classes are written with. */
function declaredNames(code: string): string[] {
  const names: string[] = [];
  visit(parse(code), (node, parent) => {
    const isDeclared = isPropertyName(node, parent)
      ? parent?.type !== "MemberExpression"
      : isShorthandName(node, parent);
    if (isDeclared) names.push(node.name as string);
  });
  return names.filter((name) => name !== "constructor");
}

function isShorthandName(node: Node, parent: Node | null): boolean {
  return parent !== null && isShorthand(parent) && parent.key === node;
}
