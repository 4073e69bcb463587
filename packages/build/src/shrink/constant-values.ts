import { namesOf, visitTopLevelNames } from "./scopes.js";
import { childrenOf, type Edit, isShorthand, type Node, padded, parse, visit } from "./syntax-tree.js";

/** Letters of a variable in a bundle, and what its declaration takes besides its value: `,xx=`. */
const VARIABLE = 2;
const DECLARED = VARIABLE + 2;

type Value = number | string;
type ValueAt = (node: Node) => Value | undefined;

/** A constant of ws2kit's modules, and its uses outside operations on numbers. */
interface Constant {
  readonly value: Value;
  readonly uses: Node[];
  /** Whether its declaration must stay, for example because it is exported. */
  isKept: boolean;
}

/**
 * Replaces constants by their numbers and strings where that is shorter, and operations on numbers by their results:
 * `2 | 4` by `6`.
 *
 * terser does this too when it evaluates expressions, but wrongly: it turns `"a" + n + 6` into `"a" + (6 + n)`.
 * Constants are replaced only in `ranges`, the positions of ws2kit's modules, which use no constant before its
 * declaration.
 */
export function constantValues(code: string, ranges: readonly (readonly [number, number])[]): string {
  const tree = parse(code);
  const isOwn = ({ start, end }: Node) => ranges.some(([from, to]) => start >= from && end <= to);
  const named = topLevelUses(tree);
  const constants = new Map<string, Constant>();
  const constantAt = (node: Node) => constants.get(named.get(node) ?? "");
  const valueAt: ValueAt = (node) =>
    node.type === "Literal" ? literalValue(node) : (constantAt(node)?.value ?? resultOf(node, valueAt));

  for (const statement of tree.body as Node[]) {
    if (statement.kind !== "const" || !isOwn(statement)) continue;
    for (const { id, init } of statement.declarations as Node[]) {
      const value = valueAt(init as Node);
      const [name] = (id as Node).type === "Identifier" ? namesOf(id) : [];
      if (name !== undefined && value !== undefined) constants.set(name, { value, uses: [], isKept: false });
    }
  }

  const edits: Edit[] = [];
  look(tree, null);
  for (const { value, uses, isKept } of constants.values()) {
    const text = textOf(value);
    const { length } = JSON.stringify(value);
    const fitting = uses.filter(({ start, end }) => text.length <= end - start);
    const declared = isKept || fitting.length < uses.length ? 0 : DECLARED + length;
    if (fitting.length * (length - VARIABLE) > declared) continue;
    edits.push(...fitting.map(({ start, end }) => ({ start, end, text })));
  }
  return padded(code, edits);

  function look(node: Node, parent: Node | null): void {
    // the number would be longer than `-WSAEFAULT` with a short name
    const result = node.operator === "-" && node.type === "UnaryExpression" ? undefined : resultOf(node, valueAt);
    if (result !== undefined && textOf(result).length <= node.end - node.start) {
      edits.push({ start: node.start, end: node.end, text: textOf(result) });
      return;
    }
    const constant = constantAt(node);
    if (constant !== undefined && parent !== null && parent.id !== node) {
      if (isReplaceable(node, parent, constant.value)) constant.uses.push(node);
      else constant.isKept = true;
    }
    for (const child of childrenOf(node)) look(child, node);
  }
}

/** The uses of a bundle's top-level variables, without names that a `var` in a function declares too. */
function topLevelUses(tree: Node): ReadonlyMap<Node, string> {
  const inner = new Set<string>();
  visit(tree, (node, parent) => {
    if (node.kind !== "var" || parent === tree) return;
    for (const { id } of node.declarations as Node[]) for (const name of namesOf(id)) inner.add(name);
  });
  const uses = new Map<Node, string>();
  visitTopLevelNames(tree, (node) => {
    const name = node.name as string;
    if (!inner.has(name)) uses.set(node, name);
  });
  return uses;
}

function literalValue({ value }: Node): Value | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** Whether a value may replace a constant there. A string as a key would count as a name, which may be shortened. */
function isReplaceable(node: Node, parent: Node, value: Value): boolean {
  if (isShorthand(parent) || parent.type === "ExportSpecifier" || parent.object === node) return false;
  return typeof value === "number" || parent.computed !== true;
}

function textOf(value: Value): string {
  return typeof value === "number" && value < 0 ? `(${value})` : JSON.stringify(value);
}

const UNARY: Readonly<Record<string, (value: number) => number>> = {
  "-": (value) => -value,
  "~": (value) => ~value,
};
const BINARY: Readonly<Record<string, (first: number, second: number) => number>> = {
  "+": (first, second) => first + second,
  "-": (first, second) => first - second,
  "*": (first, second) => first * second,
  "|": (first, second) => first | second,
  "&": (first, second) => first & second,
  "<<": (first, second) => first << second,
  ">>>": (first, second) => first >>> second,
};

/**
 * The result of an operation on numbers. `undefined` if the result has no literal, or is -0, whose literal loses the
 * sign.
 */
function resultOf({ type, operator, left, right, argument }: Node, valueAt: ValueAt): number | undefined {
  const operands = type === "BinaryExpression" ? [left, right] : type === "UnaryExpression" ? [argument] : [];
  const [first, second] = operands.map((operand) => valueAt(operand as Node));
  if (typeof first !== "number" || (operands.length > 1 && typeof second !== "number")) return undefined;
  const of = operands.length > 1 ? BINARY : UNARY;
  const result = of[operator as string]?.(first, second as number);
  return Number.isFinite(result) && !Object.is(result, -0) ? result : undefined;
}
