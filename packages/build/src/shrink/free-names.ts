import { publicNames } from "./public-names.js";
import { isNode, isPropertyName, type Node, parse, visit } from "./syntax-tree.js";

/** The variables of `code` that are declared neither in it, nor in one of the `modules`, nor by the language. */
export function freeNames(code: string, modules: readonly string[]): string[] {
  const known = [publicNames([]), new Set(["undefined"]), ...modules.map(boundNames)];
  const names = new Set<string>();
  visit(parse(code), (node, parent) => {
    if (node.type === "Identifier" && !isPropertyName(node, parent)) names.add(node.name as string);
  });
  return [...names].filter((name) => !known.some((set) => set.has(name)));
}

/** The names that are declared anywhere in a module. */
export function boundNames(code: string): Set<string> {
  const names = new Set<string>();
  visit(parse(code), (node) => {
    const { type, id, params, param, local } = node;
    if (/Declarator$|Function|^Class|^Import|^Catch/.test(type)) {
      for (const bound of [id, params, param, local].flat()) addBound(bound, names);
    }
  });
  return names;
}

function addBound(pattern: unknown, names: Set<string>): void {
  if (!isNode(pattern)) return;
  if (pattern.type === "Identifier") names.add(pattern.name as string);
  const { left, argument, value, elements, properties } = pattern as Node;
  for (const part of [left, argument, value, elements, properties].flat()) addBound(part, names);
}
