import { freeNames } from "./free-names.js";
import { isNode, type Node, parse, visit } from "./syntax-tree.js";

/** Globals that can read members by name, or that pass objects or code into or out of a program. */
const SIGHTS = ["JSON", "Object", "Reflect", "Proxy", "Function", "eval", "globalThis"];

/**
 * Whether a JavaScript module may reach a member without a plain access. As it has no types, only a computed key that
 * is a number literal is known to be harmless.
 */
export function mayLookAtNames(code: string, modules: readonly string[]): boolean {
  if (freeNames(code, modules).length > 0) return true;
  let found = false;
  visit(parse(code), (node) => {
    found ||= isSight(node);
  });
  return found;
}

function isSight({ type, name, operator, left, computed, property, key }: Node): boolean {
  if (type === "Identifier") return SIGHTS.includes(name as string) || name === "hasOwnProperty";
  if (type === "ForInStatement") return true;
  if (type === "BinaryExpression") return operator === "in" && isNode(left) && left.type !== "PrivateIdentifier";
  return computed === true && !isNumber(property ?? key);
}

function isNumber(node: unknown): boolean {
  return isNode(node) && node.type === "Literal" && typeof node.value === "number";
}
