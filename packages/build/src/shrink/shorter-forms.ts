import { usedEarly } from "./early-uses.js";
import { namesOf, visitTopLevelNames } from "./scopes.js";
import { childrenOf, type Edit, type Node, padded, parse, visit } from "./syntax-tree.js";

/**
 * Replaces forms of the language by smaller ones: `const` by `let` if no code assigns to a constant of that name,
 * `Boolean(x)` by `!!x`, and functions without `this` by arrow functions, for which an engine also makes no
 * prototypes.
 *
 * An arrow function exists only after its line, and is not a constructor. So a function stays if it is used before
 * its line, if it is constructed, or if its members are named. Only functions and constants in `ranges` are replaced:
 * in modules whose types prove that nothing else is constructed and that no constant is assigned to.
 */
export function shorterForms(code: string, ranges: readonly (readonly [number, number])[]): string {
  const tree = parse(code);
  const edits: Edit[] = [];
  const assigned = assignedNames(tree);
  const isOwn = ({ start, end }: Node) => ranges.some(([from, to]) => start >= from && end <= to);
  visit(tree, (node) => {
    if (node.type !== "VariableDeclaration" || node.kind !== "const") return;
    if (isOwn(node) || !declaresOneOf(node, assigned)) {
      edits.push({ start: node.start, end: node.start + "const".length, text: "let" });
    }
  });
  visit(tree, (node, parent) => {
    const [value, second] = node.type === "CallExpression" ? (node.arguments as Node[]) : [];
    if (value === undefined || second !== undefined || (node.callee as Node).name !== "Boolean") return;
    if (!isOwn(node) || value.type === "SpreadElement" || parent?.object === node) return;
    edits.push({ start: node.start, end: node.start + "Boolean".length, text: "!!" });
  });
  const kept = new Set([...usedEarly(tree), ...objectNames(tree)]);
  const functions = (tree.body as Node[]).filter((node) => isOwn(node) && canBeArrow(node, kept));
  for (const node of functions) {
    const { name, end } = node.id as Node;
    const body = node.body as Node;
    const parameters = code.slice(end as number, body.start).trimEnd();
    edits.push({ start: node.start, end: body.start, text: `let ${name}=${parameters}=>` });
  }
  return padded(code, edits);
}

/**
 * The names of variables that are assigned to. The names in a pattern's expressions are included too, for simplicity.
 */
function assignedNames(tree: Node): Set<string> {
  const names = new Set<string>();
  visit(tree, ({ type, left, argument }) => {
    const target = /^(?:Assignment|ForIn|ForOf)/.test(type) ? left : type === "UpdateExpression" ? argument : undefined;
    if (target === undefined || (target as Node).type === "VariableDeclaration") return;
    visit(target as Node, (node) => {
      if (node.type === "Identifier") names.add(node.name as string);
    });
  });
  return names;
}

function declaresOneOf({ declarations }: Node, names: ReadonlySet<string>): boolean {
  return (declarations as Node[]).some(({ id }) => namesOf(id).some((name) => names.has(name)));
}

/**
 * The names that are constructed, extended, an operand of `instanceof`, or the owner of a member such as `f.prototype`.
 */
function objectNames(tree: Node): Set<string> {
  const names = new Set<string>();
  visitTopLevelNames(tree, (node, parent) => {
    const { type, callee, superClass, object, right, operator } = parent as Node;
    const constructed = type === "NewExpression" ? callee : operator === "instanceof" ? right : (superClass ?? object);
    if (constructed === node) names.add(node.name as string);
  });
  return names;
}

function canBeArrow({ type, id, generator, async, params, body }: Node, kept: ReadonlySet<string>): boolean {
  if (type !== "FunctionDeclaration" || generator === true || async === true) return false;
  if (kept.has((id as Node).name as string)) return false;
  return ![...(params as Node[]), body as Node].some(hasOwnContext);
}

/** Whether code uses its own function: `this`, `arguments` or `new.target`. */
function hasOwnContext(node: Node): boolean {
  if (node.type === "ThisExpression" || node.type === "MetaProperty" || node.name === "arguments") return true;
  return childrenOf(node).some(hasOwnContext);
}
