import { type Node, parse, visit } from "./syntax-tree.js";

/** Every name and every string in a module. */
export function spelledNames(code: string): Set<string> {
  return collect(code, (node) => (node.type === "Identifier" ? (node.name as string) : stringOf(node)));
}

/** The strings in a module. */
export function spelledStrings(code: string): Set<string> {
  return collect(code, stringOf);
}

export function stringOf({ type, value }: Node): string | null {
  if (type === "TemplateElement") return (value as { readonly cooked: string }).cooked;
  return type === "Literal" && typeof value === "string" ? value : null;
}

function collect(code: string, textOf: (node: Node) => string | null): Set<string> {
  const found = new Set<string>();
  visit(parse(code), (node) => {
    const text = textOf(node);
    if (text !== null) found.add(text);
  });
  return found;
}
