import { publicNames } from "./public-names.js";
import { stringOf } from "./spelled-names.js";
import {
  childrenOf,
  type Edit,
  isPropertyName,
  isShorthandName,
  type Node,
  padded,
  parse,
  visit,
} from "./syntax-tree.js";

type Ranges = readonly (readonly [number, number])[];

/**
 * The same program without what it asks of an optional part that nothing in it sets: `machine.ports?.post(…)` in
 * firmware without completion ports. It is for a program that exports nothing, so that no code outside can set one.
 *
 * `ranges` is where code is ws2kit's own, whose types prove that what an optional part is asked of is an object.
 * `reached` are names that are made while the program runs, or that objects from outside have.
 */
export function withoutUnsetParts(code: string, ranges: Ranges, reached: ReadonlySet<string>): string {
  const tree = parse(code);
  const set = setNames(tree);
  const isUnset = (name: string) => !set.has(name) && !reached.has(name) && !publicNames([]).has(name);
  const edits: Edit[] = [];
  look(tree, []);
  return padded(code, edits);

  function look(node: Node, above: readonly Node[]): void {
    const isOwn = () => ranges.some(([start, end]) => node.start >= start && node.end <= end);
    if (node.type === "ChainExpression" && isOwn() && asksOf(node.expression as Node, isUnset)) {
      edits.push(withoutChain(code, node, above));
      return;
    }
    for (const child of childrenOf(node)) look(child, [node, ...above]);
  }
}

/** Whether a chain ends at a part that nothing sets: `machine.ports` in `machine.ports?.post(…)`. */
function asksOf(link: Node, isUnset: (name: string) => boolean): boolean {
  const inner = (link.object ?? link.callee) as Node | undefined;
  if (inner === undefined) return false;
  if (link.optional === true && isPart(inner) && isUnset((inner.property as Node).name as string)) return true;
  return asksOf(inner, isUnset);
}

/** A member of a variable's, or of a member's. */
function isPart({ type, computed, optional, object }: Node): boolean {
  if (type !== "MemberExpression" || computed === true || optional === true) return false;
  return /^(?:Identifier|ThisExpression)$/.test((object as Node).type) || isPart(object as Node);
}

/** What is left where a chain is undefined: of `chain ?? other` the other, of `if (name && chain) …` nothing. */
function withoutChain(code: string, chain: Node, [parent, next]: readonly Node[]): Edit {
  if (parent.type === "ExpressionStatement") return { start: parent.start, end: parent.end, text: ";" };
  if (parent.operator === "??" && parent.left === chain) {
    return { start: parent.start, end: code.indexOf("??", chain.end) + 2, text: "" };
  }
  const isName = parent.operator === "&&" && parent.right === chain && (parent.left as Node).type === "Identifier";
  if (isName && next.type === "IfStatement" && next.test === parent && next.alternate === null) {
    return { start: next.start, end: next.end, text: ";" };
  }
  return { start: chain.start, end: chain.end, text: "void 0" };
}

/** The names of the members that a program sets, by whatever means, and all that it spells. */
function setNames(tree: Node): Set<string> {
  const names = new Set<string>();
  const read = new Set<Node>();
  visit(tree, (node, parent) => {
    const text = stringOf(node);
    if (text !== null) names.add(text);
    const isTarget =
      /^(?:Assignment|Update|For|Array|Property|Rest)/.test(parent?.type ?? "") && parent?.right !== node;
    if (node.type === "MemberExpression" && !isTarget) read.add(node);
    if (node.type !== "Identifier") return;
    const isName = isPropertyName(node, parent) || isShorthandName(node, parent);
    if (isName && !read.has(parent as Node)) names.add(node.name as string);
  });
  return names;
}
