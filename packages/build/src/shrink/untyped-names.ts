import { freeNames } from "./free-names.js";
import { isNode, type Node, parse, visit } from "./syntax-tree.js";

/** What looks at the names of objects, or takes objects or code out of a program and in. */
const SIGHTS = ["JSON", "Object", "Reflect", "Proxy", "Function", "eval", "globalThis"];

/**
 * Whether a JavaScript module may reach a member but by its name: it has no types that prove that it does not. A
 * computed key proves itself only as a number.
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
