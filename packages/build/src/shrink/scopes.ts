import { childrenOf, isNode, isPropertyName, type Node } from "./syntax-tree.js";

type Look = (node: Node, parent: Node | null) => void;

/**
 * Calls `look` with each use of a bundle's top-level or global variables, and the node above it.
 */
export function visitTopLevelNames(tree: Node, look: Look): void {
  for (const statement of tree.body as Node[]) visitFree(statement, look);
}

/**
 * Calls `look` with each use of a variable that is not declared within the node, and with the node above it. A `var`
 * counts as declared only in its own block, so uses of it outside that block are reported too.
 */
export function visitFree(
  node: Node,
  look: Look,
  parent: Node | null = null,
  hidden: ReadonlySet<string> = new Set(),
): void {
  if (node.type === "Identifier") {
    if (!isPropertyName(node, parent) && !hidden.has(node.name as string)) look(node, parent);
    return;
  }
  const declared = declaredBy(node).flatMap(namesOf);
  const inside = declared.length === 0 ? hidden : new Set([...hidden, ...declared]);
  for (const child of childrenOf(node)) visitFree(child, look, node, inside);
}

/** The patterns of the variables that a node declares for the code within it. */
function declaredBy(node: Node): unknown[] {
  const { type, id, params, param, body, init, left, cases } = node;
  if (type === "FunctionDeclaration") return params as Node[];
  if (/Function/.test(type)) return [id, ...(params as Node[])];
  if (type === "ClassExpression") return [id];
  if (type === "CatchClause") return [param];
  if (type === "BlockStatement" || type === "StaticBlock") return (body as Node[]).flatMap(declarationsOf);
  if (type === "SwitchStatement")
    return (cases as Node[]).flatMap((one) => one.consequent as Node[]).flatMap(declarationsOf);
  return /^For/.test(type) ? [init, left].filter(isNode).flatMap(declarationsOf) : [];
}

function declarationsOf(statement: Node): unknown[] {
  if (statement.type === "VariableDeclaration") return (statement.declarations as Node[]).map(({ id }) => id);
  return /^(?:Function|Class)Declaration$/.test(statement.type) ? [statement.id] : [];
}

/** The names in a pattern. */
export function namesOf(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  if (pattern.type === "Identifier") return [pattern.name as string];
  const { left, argument, value, elements, properties } = pattern;
  return [left, argument, value, elements, properties].flat().flatMap(namesOf);
}
