import type MagicString from "magic-string";
import { isFunction, isMade, resultOf } from "./made-functions.js";
import { namesOf, visitFree, visitTopLevelNames } from "./scopes.js";
import { type Node, parse, visit } from "./syntax-tree.js";

type Range = readonly [number, number];

/**
 * Moves the code of a DLL's function into the table of functions: `listen: (s, backlog) => …` instead of
 * `listen: listen(process)`, if `listen` is used only there. The function `listen` and its closure are then not needed.
 * `table` is the position of the table, which the build wrote; `ranges` are the positions of ws2kit's own code.
 *
 * The function is still created once in a process, from the same parts. An expression is moved only if evaluating it
 * does nothing but create functions, so that the time of the evaluation does not matter.
 */
export function makeInPlace(text: MagicString, ranges: readonly Range[], table: Range): void {
  const tree = parse(text.original);
  const makers = new Map<string, Maker>();
  for (const statement of tree.body as Node[]) {
    const maker = isIn(statement, ranges) ? makerIn(statement) : undefined;
    if (maker !== undefined) makers.set(maker.name, maker);
  }
  visitTopLevelNames(tree, ({ name }) => {
    const maker = makers.get(name as string);
    if (maker !== undefined) maker.names += 1;
  });
  const hidden = new Set<string>();
  visit(tree, (node) => {
    if (!isIn(node, [table])) return;
    for (const name of ((node.params ?? []) as Node[]).flatMap(namesOf)) hidden.add(name);
    if (node.type !== "CallExpression") return;
    const { name, start, end } = node.callee as Node;
    const maker = makers.get(name as string);
    // it is named twice: in its declaration and in this call
    if (maker?.names !== 2 || namesAny(maker.value, hidden)) return;
    const made = madeOf(maker.value, node.arguments as Node[]);
    if (made !== undefined) move(maker.statement, made, node);
    else if (isMade(maker.value, (name) => makers.get(name)?.value)) move(maker.statement, maker.value, { start, end });
  });

  function move(statement: Node, made: Node, to: Place): void {
    text.remove(statement.start, made.start).remove(made.end, statement.end).remove(to.start, to.end);
    text.prependRight(made.start, "(").appendLeft(made.end, ")").move(made.start, made.end, to.start);
  }
}

/** Whether code uses an outer variable that a parameter of the table would hide. */
function namesAny(code: Node, hidden: ReadonlySet<string>): boolean {
  let found = false;
  visitFree(code, ({ name }) => {
    found ||= hidden.has(name as string);
  });
  return found;
}

type Place = Pick<Node, "start" | "end">;

/** A constant whose value may move. */
interface Maker {
  readonly name: string;
  readonly value: Node;
  readonly statement: Node;
  /** The number of times that it is named, including its declaration. */
  names: number;
}

function makerIn(statement: Node): Maker | undefined {
  if (statement.type !== "VariableDeclaration") return undefined;
  const [{ id, init }, second] = statement.declarations as [Node, Node | undefined];
  if (second !== undefined || (id as Node).type !== "Identifier" || !init) return undefined;
  return { name: (id as Node).name as string, value: init as Node, statement, names: 0 };
}

/**
 * The expression that a maker returns, if its names mean the same at the call: the argument for `process` is `process`.
 */
function madeOf(maker: Node, args: readonly Node[]): Node | undefined {
  const parameters = maker.params as Node[];
  const result = resultOf(maker);
  if (result === undefined || parameters.length > args.length) return undefined;
  const isSame = parameters.every(({ type, name }, i) => type === "Identifier" && name === args[i].name);
  return isSame && args.every(({ type }) => type === "Identifier") && isFunction(result) ? result : undefined;
}

function isIn({ start, end }: Node, ranges: readonly Range[]): boolean {
  return ranges.some(([from, to]) => start >= from && end <= to);
}
