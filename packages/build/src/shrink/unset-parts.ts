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
 * Removes uses of optional members that no code sets: `machine.ports?.post(…)` in firmware without completion ports.
 * The program must export nothing, so that no other code can set such a member.
 *
 * `ranges` are the positions of ws2kit's own code, whose types prove that the owner of an optional member is an object.
 * `reached` are the names that are computed at run time, or that objects from outside have.
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

/** Whether a chain ends at a member that no code sets: `machine.ports` in `machine.ports?.post(…)`. */
function asksOf(link: Node, isUnset: (name: string) => boolean): boolean {
  const inner = (link.object ?? link.callee) as Node | undefined;
  if (inner === undefined) return false;
  if (link.optional === true && isPart(inner) && isUnset((inner.property as Node).name as string)) return true;
  return asksOf(inner, isUnset);
}

/** Whether a node is a member of a variable or of another member. */
function isPart({ type, computed, optional, object }: Node): boolean {
  if (type !== "MemberExpression" || computed === true || optional === true) return false;
  return /^(?:Identifier|ThisExpression)$/.test((object as Node).type) || isPart(object as Node);
}

/**
 * The code that remains if a chain is undefined: `other` of `chain ?? other`, and nothing of `if (name && chain) …`.
 */
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

/** The names of all members that a program sets in any way, and all names in its strings. */
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
