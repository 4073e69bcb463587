import { childrenOf, type Edit, type Node, padded, parse, visit } from "./syntax-tree.js";

/**
 * The same program in words that make it smaller: `let` where it says `const`, which a compiler has checked already,
 * numbers in place of the constants that are keys, which terser leaves, and arrow functions in place of the functions that
 * have no `this`, which also spares an engine their prototypes.
 *
 * An arrow function is there only from its line on. So `ranges` tells where functions may become one: in modules that
 * call nothing of their own while they are loaded.
 */
export function shorterForms(code: string, ranges: readonly (readonly [number, number])[]): string {
  const tree = parse(code);
  const edits: Edit[] = [];
  const numbers = topLevelNumbers(tree);
  visit(tree, (node) => {
    const { computed, key } = node as Node & { readonly key?: Node };
    const number = computed === true && key?.type === "Identifier" ? numbers.get(key.name as string) : undefined;
    if (key !== undefined && number !== undefined) edits.push({ start: key.start, end: key.end, text: number });
    if (node.type === "VariableDeclaration" && node.kind === "const") {
      edits.push({ start: node.start, end: node.start + "const".length, text: "let" });
    }
  });
  const functions = (tree.body as Node[]).filter(
    (node) => ranges.some(([from, to]) => node.start >= from && node.end <= to) && canBeArrow(node),
  );
  for (const node of functions) {
    const { name, end } = node.id as Node;
    const body = node.body as Node;
    const parameters = code.slice(end as number, body.start).trimEnd();
    edits.push({ start: node.start, end: body.start, text: `let ${name}=${parameters}=>` });
  }
  return padded(code, edits);
}

/** The constants of a bundle that are numbers, as text that is no longer than their names. */
function topLevelNumbers(tree: Node): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const { kind, declarations } of tree.body as Node[]) {
    for (const { id, init } of (kind === "const" ? declarations : []) as Node[]) {
      const { type, value } = init as Node;
      const name = (id as Node).name as string;
      const text = String(value);
      if (type === "Literal" && typeof value === "number" && text.length <= name.length) numbers.set(name, text);
    }
  }
  return numbers;
}

function canBeArrow({ type, generator, async, params, body }: Node): boolean {
  if (type !== "FunctionDeclaration" || generator === true || async === true) return false;
  return ![...(params as Node[]), body as Node].some(hasOwnContext);
}

/** Whether code speaks of the function that it is in. */
function hasOwnContext(node: Node): boolean {
  if (node.type === "ThisExpression" || node.type === "MetaProperty" || node.name === "arguments") return true;
  return childrenOf(node).some(hasOwnContext);
}
