import { parseAst } from "rollup/parseAst";

type Node = { readonly type: string; readonly start: number } & Record<string, unknown>;

/** Where a bundle uses syntax that the oldest engine does not know, and what. */
export interface UnknownSyntax {
  readonly line: number;
  readonly what: string;
}

/**
 * Finds what QuickJS 2021-03-27 does not parse, though TypeScript passes it on: it knows ES2020, class fields,
 * private names and `??=`, but no static blocks, `#name in object`, await outside of functions, or flags d and v.
 */
export function unknownSyntax(code: string): UnknownSyntax[] {
  const found: UnknownSyntax[] = [];
  visit(parseAst(code) as unknown as Node, false, (node, what) => {
    found.push({ line: code.slice(0, node.start).split("\n").length, what });
  });
  return found;
}

function visit(node: Node, inFunction: boolean, report: (node: Node, what: string) => void): void {
  const what = unknown(node, inFunction);
  if (what !== null) report(node, what);
  const inside = inFunction || node.type.includes("Function");
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, inside, report);
    }
  }
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

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
