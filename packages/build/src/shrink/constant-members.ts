import { publicNames } from "./public-names.js";
import { type Constant, Simpler } from "./simpler-code.js";
import { stringOf } from "./spelled-names.js";
import { childrenOf, type Edit, isPropertyName, isShorthandName, type Node, padded, parse } from "./syntax-tree.js";

type Ranges = readonly (readonly [number, number])[];

/** The names whose members may also be set or read outside the bundle's own code. */
export interface OpenNames {
  /** Names that are computed at run time, belong to objects from outside, or are written by an application. */
  readonly reached: ReadonlySet<string>;
  /** Names that some type declares as optional: an object of that type may lack the member. */
  readonly optional: ReadonlySet<string>;
}

/**
 * Replaces each member that has only one possible value by that value, and removes the code that this makes needless:
 *
 * - a member that no code sets is undefined: `machine.ports?.post(…)` in firmware without completion ports;
 * - a field of a class that starts as `null` or `false`, and that no code sets to another value, has this value;
 * - an assignment to a member that no code reads does nothing.
 *
 * The program must export nothing, so that no other code can set or read such a member. `ranges` are the positions of
 * ws2kit's own code, whose types prove that the owner of a member is an object, and that it has every member that no
 * type declares as optional.
 */
export function withoutConstantMembers(code: string, ranges: Ranges, names: OpenNames): string {
  const tree = parse(code);
  const isOwn = ({ start, end }: Node) => ranges.some(([from, to]) => start >= from && end <= to);
  const members = membersOf(tree, isOwn);
  const isOpen = (name: string) => names.reached.has(name) || publicNames([]).has(name);
  const constantOf = (name: string): Constant | undefined => {
    const member = members.get(name);
    if (member === undefined || isOpen(name)) return undefined;
    if (!member.isSet) return UNDEFINED;
    // an object without the member reads as undefined, so the value must be undefined too
    return names.optional.has(name) && member.constant !== UNDEFINED ? undefined : member.constant;
  };
  const isNeedless = (name: string) => {
    const member = members.get(name);
    return member !== undefined && !isOpen(name) && (member.isUnread || constantOf(name) !== undefined);
  };
  const edits: Edit[] = [];
  const known = (node: Node): Constant | undefined => {
    const value = isPart(node) ? constantOf(nameOf(node)) : undefined;
    return value !== UNDEFINED && hasQuestion(node) ? undefined : value;
  };
  const simpler = new Simpler(code, known, edits);
  for (const statement of tree.body as Node[]) if (isOwn(statement)) look(statement);
  return padded(code, edits);

  function look(node: Node): void {
    if (isNeedlessAssignment(node)) {
      edits.push({ start: node.start, end: node.end, text: ";" });
      return;
    }
    if (simpler.simplify(node, look)) return;
    const place = placeIn(node);
    for (const child of childrenOf(node)) {
      if (child !== place) look(child);
      else for (const inner of childrenOf(child)) look(inner);
    }
  }

  function isNeedlessAssignment({ type, expression }: Node): boolean {
    if (type !== "ExpressionStatement") return false;
    const { type: kind, operator, left, right } = expression as Node;
    if (kind !== "AssignmentExpression" || operator !== "=" || !isPart(left as Node)) return false;
    return isNeedless(nameOf(left as Node)) && doesNothing(right as Node);
  }
}

const UNDEFINED: Constant = { value: undefined };

/** How a program uses the members of one name. */
interface Member {
  isSet: boolean;
  isUnread: boolean;
  /** The only value to which it is set; `undefined` if there are several values. */
  constant: Constant | undefined;
}

/** The member that a node sets or calls. A value cannot replace it. */
function placeIn({ type, left, callee, tag }: Node): Node | undefined {
  const place = type === "AssignmentExpression" ? left : (callee ?? tag);
  return (place as Node | undefined)?.type === "MemberExpression" ? (place as Node) : undefined;
}

/** Whether a member's owner may be missing: `a?.b.c`. */
function hasQuestion({ optional, object }: Node): boolean {
  return optional === true || (object !== undefined && hasQuestion(object as Node));
}

function nameOf(node: Node): string {
  return (node.property as Node).name as string;
}

/** Whether a node is a named member of a variable, of `this`, or of another such member. */
function isPart({ type, computed, object, property }: Node): boolean {
  if (type !== "MemberExpression" || computed === true || (property as Node).type !== "Identifier") return false;
  return /^(?:Identifier|ThisExpression)$/.test((object as Node).type) || isPart(object as Node);
}

/** Whether evaluating a node calls nothing and sets nothing. */
function doesNothing(node: Node): boolean {
  if (/^(?:Identifier|Literal|ThisExpression)$/.test(node.type)) return true;
  if (/^(?:Binary|Logical|Conditional)Expression$/.test(node.type)) return childrenOf(node).every(doesNothing);
  return (
    isPart(node) || (node.type === "UnaryExpression" && node.operator === "!" && childrenOf(node).every(doesNothing))
  );
}

/** The parent of a program's root node. */
const NOTHING: Node = { type: "", start: 0, end: 0 };

/** All members of a program, by name. A name in a string counts as set and read. */
function membersOf(tree: Node, isOwn: (node: Node) => boolean): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  visitMembers(tree, NOTHING, NOTHING);
  return members;

  function memberOf(name: string): Member {
    const found = members.get(name) ?? { isSet: false, isUnread: true, constant: undefined };
    members.set(name, found);
    return found;
  }

  function set(name: string, value: Constant | undefined): void {
    const member = memberOf(name);
    const { constant, isSet } = member;
    const isSame = constant !== undefined && value !== undefined && constant.value === value.value;
    member.constant = !isSet || isSame ? value : undefined;
    member.isSet = true;
  }

  function visitMembers(node: Node, parent: Node, owner: Node): void {
    const text = stringOf(node);
    if (text !== null) {
      set(text, undefined);
      memberOf(text).isUnread = false;
    }
    if (node.type === "MemberExpression" && node.computed !== true) use(node, parent, owner);
    else if (node.type === "PropertyDefinition" && node.static !== true && (node.key as Node).type === "Identifier") {
      set((node.key as Node).name as string, fieldValue(node, parent, owner));
    } else if (node.type === "Identifier" && parent.type !== "MemberExpression") {
      const isKey = parent.type !== "PropertyDefinition" && isPropertyName(node, parent);
      if (isKey || isShorthandName(node, parent) || (parent.static === true && parent.key === node)) {
        key(node, parent, owner);
      }
    }
    for (const child of childrenOf(node)) visitMembers(child, node, parent);
  }

  /** A key in a literal sets a member; a key in a pattern reads it. */
  function key({ name }: Node, property: Node, owner: Node): void {
    const isSetter = property.kind === "set";
    if (owner.type === "ObjectPattern" || isSetter) memberOf(name as string).isUnread = false;
    if (owner.type !== "ObjectPattern") set(name as string, returnsNothing(property) ? UNDEFINED : undefined);
  }

  function use(node: Node, parent: Node, owner: Node): void {
    if ((node.property as Node).type !== "Identifier") return;
    const name = nameOf(node);
    const isTarget =
      parent.operator === "delete" ||
      /^(?:Update|ArrayPattern|Rest)/.test(parent.type) ||
      (/^(?:Assignment|For)/.test(parent.type) && parent.left === node) ||
      (parent.type === "Property" && owner.type === "ObjectPattern");
    if (!isTarget) {
      memberOf(name).isUnread = false;
      return;
    }
    const { type, operator, right } = parent;
    const isSimple = type === "AssignmentExpression" && operator === "=";
    if (!isSimple) memberOf(name).isUnread = false;
    set(name, isSimple && isOwn(node) ? literalOf(right as Node) : undefined);
  }

  /** A field's value, if no code can run before it is set. */
  function fieldValue(field: Node, body: Node, declaration: Node): Constant | undefined {
    if (declaration.superClass !== null || !isOwn(field)) return undefined;
    const members = body.body as Node[];
    const before = members.slice(0, members.indexOf(field)).filter(({ type }) => type === "PropertyDefinition");
    return before.some(namesThis) ? undefined : literalOf(field.value as Node | null);
  }
}

/** Whether a member is a getter that returns undefined: `get port() {}`. */
function returnsNothing({ kind, value }: Node): boolean {
  if (kind !== "get") return false;
  const statements = ((value as Node).body as Node).body as Node[];
  return statements.every(({ type, argument }) => {
    return type === "ReturnStatement" && (argument === null || (argument as Node).name === "undefined");
  });
}

function namesThis(node: Node): boolean {
  return node.type === "ThisExpression" || childrenOf(node).some(namesThis);
}

function literalOf(node: Node | null): Constant | undefined {
  return node?.type === "Literal" && (node.value === null || node.value === false) ? { value: node.value } : undefined;
}
