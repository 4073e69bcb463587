import { childrenOf, isNode, type Node, parse } from "./shrink/syntax-tree.js";

/** Syntax in a bundle that the oldest engine cannot parse, and its position. */
export interface UnknownSyntax {
  /** The line of the bundle, from 1. */
  readonly line: number;
  /** The kind of syntax: "a static block in a class". */
  readonly what: string;
}

/**
 * Finds syntax that QuickJS 2021-03-27 cannot parse and that TypeScript does not lower. That engine parses ES2020,
 * class fields, private names and `??=`, but not static blocks, `#name in object`, await outside functions, or the
 * regular expression flags d and v.
 */
export function unknownSyntax(code: string): UnknownSyntax[] {
  const found: UnknownSyntax[] = [];
  inspect(parse(code), false, (node, what) => {
    found.push({ line: code.slice(0, node.start).split("\n").length, what });
  });
  return found;
}

function inspect(node: Node, inFunction: boolean, report: (node: Node, what: string) => void): void {
  const what = unknown(node, inFunction);
  if (what !== null) report(node, what);
  const inside = inFunction || node.type.includes("Function");
  for (const child of childrenOf(node)) inspect(child, inside, report);
}

function unknown(node: Node, inFunction: boolean): string | null {
  if (node.type === "StaticBlock") return "a static block in a class";
  if (node.type === "BinaryExpression" && isNode(node.left) && node.left.type === "PrivateIdentifier") {
    return "#name in object";
  }
  if (node.type === "AwaitExpression" && !inFunction) return "await outside of a function";
  const flags = (node.regex as { readonly flags: string } | undefined)?.flags ?? "";
  if (/[dv]/.test(flags)) return `a regular expression with the flag ${flags}`;
  return null;
}
