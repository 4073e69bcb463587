import { type Edit, isNode, type Node, padded, parse, visit } from "./syntax-tree.js";

const ARCHITECTURE = "architecture";

/**
 * Puts the words and numbers of a profile's architecture in the place of the look-ups: a program for a device has one
 * profile, and what other systems do is left out with the conditions. `ranges` is where code is ws2kit's own: what others
 * call an architecture is theirs. All else stays where it is.
 */
export function withProfile(code: string, ranges: readonly (readonly [number, number])[]): string {
  const tree = parse(code);
  const values = architectureOf(code, tree);
  const edits: Edit[] = [];
  visit(tree, (node) => {
    const text = isMember(node) && isMember(node.object) ? values.get(nameOf(node)) : undefined;
    if (text === undefined || nameOf(node.object as Node) !== ARCHITECTURE) return;
    if (!ranges.some(([start, end]) => node.start >= start && node.end <= end)) return;
    edits.push({ start: node.start, end: node.end, text });
  });
  return padded(code, edits);
}

/** The plain values in the one literal that there is, by name: none if there are several, or it takes after another. */
function architectureOf(code: string, tree: Node): Map<string, string> {
  const literals: Node[] = [];
  visit(tree, ({ type, key, value }) => {
    if (type === "Property" && (key as Node).name === ARCHITECTURE) literals.push(value as Node);
  });
  const rows = literals.length === 1 ? ((literals[0].properties ?? []) as Node[]) : [];
  if (rows.some(({ type }) => type !== "Property")) return new Map();
  const plain = rows.filter(({ value }) => ["Literal", "Identifier"].includes((value as Node).type));
  return new Map(
    plain.map(({ key, value }) => {
      const { start, end } = value as Node;
      return [(key as Node).name as string, code.slice(start, end)];
    }),
  );
}

function isMember(node: unknown): node is Node {
  return isNode(node) && node.type === "MemberExpression" && node.computed !== true;
}

function nameOf(member: Node): string {
  return (member.property as Node).name as string;
}
