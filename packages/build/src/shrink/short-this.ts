import { spelledNames } from "./spelled-names.js";
import { childrenOf, type Edit, type Node, padded, parse, visit } from "./syntax-tree.js";

/** Names for the variable: none is longer than `this`, so that all other code keeps its column. */
const NAMES_OF_THIS = ["t$", "t_", "t$_", "_t$"];
/** The number of uses of `this` from which `var t=this;` saves bytes. */
const OFTEN = 4;

/**
 * Stores `this` in a variable in each function that uses it often, as `this` does not change during a call. Code
 * keeps its column, except for the declaration, which is added at the end of a line.
 */
export function shortThis(code: string): string {
  const tree = parse(code);
  const spelled = spelledNames(code);
  const name = NAMES_OF_THIS.find((one) => !spelled.has(one));
  const edits: Edit[] = [];
  const derived = new Set<unknown>();
  visit(tree, (node) => {
    // before the call of `super`, the constructor of a derived class has no `this`
    if (/^Class(?:Declaration|Expression)$/.test(node.type) && node.superClass !== null) {
      for (const { kind, value } of (node.body as Node).body as Node[]) if (kind === "constructor") derived.add(value);
    }
    if (name === undefined || derived.has(node) || !/^Function/.test(node.type)) return;
    const { start, body } = node.body as { readonly start: number; readonly body: readonly Node[] };
    const uses = body.flatMap(usesOfThis);
    const isAtLineEnd = code[start + 1] === "\n";
    if (uses.length < OFTEN || !isAtLineEnd || body[0].directive !== undefined) return;
    // `var`, because an engine checks each use of a `let`: 900 bytes of bytecode in firmware of every function
    edits.push({ start: start + 1, end: start + 1, text: `var ${name}=this;` });
    edits.push(...uses.map((use) => ({ start: use.start, end: use.end, text: name })));
  });
  return padded(code, edits);
}

/** The uses of `this` in a function's own code. */
function usesOfThis(node: Node): Node[] {
  if (node.type === "ThisExpression") return [node];
  return /^Function|^Class/.test(node.type) ? [] : childrenOf(node).flatMap(usesOfThis);
}
