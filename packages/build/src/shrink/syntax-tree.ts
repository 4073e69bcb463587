import { parseAst } from "rollup/parseAst";

/** A node of ESTree. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;

/** The trees of modules, by code. Trees of longer code are not stored: each version of a bundle is parsed once. */
const trees = new Map<string, Node>();
const LONGEST_MODULE = 64 * 1024;

/** Parses a module's code. Callers must not change the tree: the next call returns the same object. */
export function parse(code: string): Node {
  const tree = trees.get(code) ?? (parseAst(code) as unknown as Node);
  if (code.length <= LONGEST_MODULE) trees.set(code, tree);
  return tree;
}

/** The nodes directly below a node. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const name in node) {
    const value = node[name];
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value)) children.push(...value.filter(isNode));
  }
  return children;
}

/** Calls `look` with every node of a tree and the one above it, outermost first. */
export function visit(node: Node, look: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  look(node, parent);
  for (const child of childrenOf(node)) visit(child, look, node);
}

/** Whether a module contains a loop. */
export function hasLoop(code: string): boolean {
  let found = false;
  visit(parse(code), ({ type }) => {
    found ||= /^(?:While|DoWhile|For|ForIn|ForOf)Statement$/.test(type);
  });
  return found;
}

/** Whether a node is a name, not a variable: a property's, a member's, or one in a list of exports. */
export function isPropertyName(node: Node, parent: Node | null): boolean {
  if (parent === null || node.type !== "Identifier" || parent.computed === true) return false;
  if (parent.type === "MemberExpression") return parent.property === node;
  return parent.key === node && !isShorthand(parent);
}

/** `{ name }`: one node that is a name and a variable. */
export function isShorthand(node: Node): boolean {
  return node.type === "Property" && node.shorthand === true;
}

/** Whether a node is the name in `{ name }`. */
export function isShorthandName(node: Node, parent: Node | null): boolean {
  return parent !== null && isShorthand(parent) && parent.key === node;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** A replacement of one range of a module's code. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function linesIn(text: string): number {
  return text.split("\n").length;
}

/**
 * Applies edits. A shorter text is filled up with blanks and the line ends that it replaces, so that all other code
 * keeps its line and column. A text may be longer than the range that it replaces only at the end of a line.
 */
export function padded(code: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    const blank = code.slice(start, end).replace(/./g, " ");
    // line ends under the text that it lacks move to the first blanks after it
    let missing = linesIn(blank.slice(0, text.length)) - linesIn(text);
    const rest = blank.slice(text.length).replace(/ /g, (space) => (missing-- > 0 ? "\n" : space));
    result += code.slice(at, start) + text + rest;
    at = end;
  }
  return result + code.slice(at);
}
