import type { Node } from "./syntax-tree.js";

/** Finds a top-level function of a bundle by its name. */
type FunctionOf = (name: string) => Node | undefined;

/**
 * Whether evaluating an expression only creates functions: `slotCall("bind", "WSPBind", 2)`. `above` contains the names
 * of the functions that are being examined, to refuse a function that calls itself.
 */
export function isMade(node: Node, functionOf: FunctionOf, above: readonly string[] = []): boolean {
  if (isFunction(node) || node.type === "Identifier" || node.type === "Literal") return true;
  if (node.type !== "CallExpression" || (node.callee as Node).type !== "Identifier") return false;
  const name = (node.callee as Node).name as string;
  const called = above.includes(name) ? undefined : functionOf(name);
  const result = called && resultOf(called);
  if (called === undefined || result === undefined || !(called.params as Node[]).every(isPlain)) return false;
  return [...(node.arguments as Node[]), result].every((one) => isMade(one, functionOf, [...above, name]));
}

/** The expression that a function returns, if the function does nothing else. */
export function resultOf({ type, async, generator, body }: Node): Node | undefined {
  if (!/Function/.test(type) || async === true || generator === true) return undefined;
  if ((body as Node).type !== "BlockStatement") return body as Node;
  const [only, second] = (body as Node).body as Node[];
  return only?.type === "ReturnStatement" && second === undefined ? (only.argument as Node) : undefined;
}

export function isFunction({ type }: Node): boolean {
  return type === "ArrowFunctionExpression" || type === "FunctionExpression";
}

/** Whether a parameter is bound without reading members of its argument. */
function isPlain({ type, right }: Node): boolean {
  return type === "Identifier" || (type === "AssignmentPattern" && (right as Node).type === "Literal");
}
