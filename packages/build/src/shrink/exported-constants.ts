import { visitTopLevelNames } from "./scopes.js";
import { isShorthand, type Node, padded, parse } from "./syntax-tree.js";

/** Bytes of a constant besides its name and number: `x=10004,` at its declaration, `x as ` at its export. */
const TWICE_NAMED = 8;
/** Letters of a variable in a small bundle. */
const VARIABLE = 2;

/** A number that a bundle exports under its own name. */
interface Constant {
  readonly statement: Node;
  readonly value: string;
  readonly uses: Node[];
}

/**
 * Declares constants at their export, `export const WSAEINTR=10004,…;`, and replaces their uses by their numbers if
 * that is shorter: most of a target's constants are used only by applications. All other code keeps its position, so
 * the source map stays valid.
 */
export function exportConstants(code: string): string {
  const tree = parse(code);
  const list = (tree.body as Node[]).find(
    (node) => node.type === "ExportNamedDeclaration" && node.declaration === null,
  );
  if (list === undefined) return code;
  const constants = constantsOf(tree, list);
  for (const [name, constant] of constants) if (!isShorter(name, constant)) constants.delete(name);
  if (constants.size === 0) return code;
  const edits = [...constants.values()].flatMap(({ statement, value, uses }) => [
    { start: statement.start, end: statement.end, text: "" },
    ...uses.map(({ start, end }) => ({ start, end, text: value })),
  ]);
  const others = (list.specifiers as Node[]).filter((node) => !constants.has(nameOf(node.local)));
  const declared = [...constants].map(([name, { value }]) => `${name}=${value}`);
  return (
    padded(code, edits).slice(0, list.start) +
    `export const ${declared.join(",")};export{${others.map(({ start, end }) => code.slice(start, end)).join(",")}};` +
    code.slice(list.end)
  );
}

/** The exported top-level constants whose values are numbers, and their uses. */
function constantsOf(tree: Node, list: Node): Map<string, Constant> {
  const exported = (list.specifiers as Node[]).filter((node) => nameOf(node.local) === nameOf(node.exported));
  const names = new Set(exported.map((node) => nameOf(node.local)));
  const constants = new Map<string, Constant>();
  for (const statement of tree.body as Node[]) {
    const [declarator, second] = (statement.declarations ?? []) as Node[];
    if (statement.kind !== "const" || second !== undefined || !names.has(nameOf(declarator.id))) continue;
    const { type, value } = declarator.init as Node;
    if (type !== "Literal" || typeof value !== "number") continue;
    constants.set(nameOf(declarator.id), { statement, value: String(value), uses: [] });
  }
  visitTopLevelNames(tree, (node, parent) => {
    const constant = constants.get(nameOf(node));
    if (constant === undefined) return;
    if (parent !== null && isShorthand(parent)) constants.delete(nameOf(node));
    else if (parent?.type !== "ExportSpecifier" && parent?.id !== node) constant.uses.push(node);
  });
  return constants;
}

function isShorter(name: string, { value, uses }: Constant): boolean {
  return value.length <= name.length && uses.length * (value.length - VARIABLE) < TWICE_NAMED;
}

function nameOf(node: unknown): string {
  return (node as Node).name as string;
}
