import { publicNames } from "./public-names.js";
import { stringOf } from "./spelled-names.js";
import { childrenOf, type Edit, isNode, isPropertyName, type Node, padded, parse } from "./syntax-tree.js";

/** The names of slots and upcalls. An element or member with such a name is needed only if some code calls it. */
const SLOT = /^W(?:SP|PU)[A-Z]/;
const COMMA = /\s*,/y;

/** Code that is needed only if its name is used, and the names in it, without those of its inner parts. */
class Part {
  readonly members = new Set<string>();
  readonly variables = new Set<string>();

  constructor(
    readonly node: Node,
    readonly name: string,
    readonly isMember: boolean,
    readonly within: Part | null,
  ) {}
}

type Ranges = readonly (readonly [number, number])[];

/** Removes `unnamedMembers` from the code. All other code keeps its position. */
export function withoutUnnamed(code: string, ranges: Ranges, reached: ReadonlySet<string> = new Set()): string {
  return padded(code, unnamedMembers(code, ranges, reached));
}

/**
 * Finds the members of a program's literals and classes that no code names: functions, and members with the name of a
 * slot or an upcall. The program must have no exports, so that no code outside can name them. A slot that no function
 * calls is then empty, and is not in the loader's list of slots. `ranges` are the positions of ws2kit's own code; if
 * the program names slots elsewhere, it has its own provider, and all slots stay. `reached` are names computed at run
 * time.
 */
export function unnamedMembers(code: string, ranges: Ranges, reached: ReadonlySet<string> = new Set()): Edit[] {
  const program = new Part(parse(code), "", false, null);
  const parts: Part[] = [];
  const isIn = ({ start, end }: Node) => ranges.some(([from, to]) => start >= from && end <= to);
  let hasProvider = [...reached].some((name) => SLOT.test(name));
  for (const name of reached) program.members.add(name);
  look(program.node, null, program, false);
  const needed = neededOf(program, parts, (name) => hasProvider && SLOT.test(name));
  return parts
    .filter((part) => !needed.has(part) && needed.has(part.within as Part))
    .filter(({ isMember, node }) => isMember || (isIn(node) && isQuiet(node)))
    .map(({ node }) => ({ start: node.start, end: endWithComma(code, node.end), text: "" }));

  function look(node: Node, parent: Node | null, within: Part, isOwn: boolean): void {
    const part = parent === null ? null : partOf(node, parent, within, isOwn);
    if (part !== null) parts.push(part);
    else addNames(node, parent, within);
    hasProvider ||= !isOwn && SLOT.test(String(node.name ?? stringOf(node)));
    for (const child of childrenOf(node)) look(child, node, part ?? within, parent === null ? isIn(child) : isOwn);
  }
}

/** A module of a program, before it is bundled. */
export interface ModuleCode {
  readonly code: string;
  /**
   * Whether it is ws2kit's own, and only the application calls its members. Its members that no code names do not
   * count.
   */
  readonly isOwn: boolean;
}

/**
 * The names of the members that a program's modules use, without the code of declarations and members that no code
 * names: the names within a method `calls` count only if the program names `calls`. An import, or an export from
 * another module, does not count as a use.
 */
export function reachedMembers(modules: readonly ModuleCode[], reached: Iterable<string>): ReadonlySet<string> {
  const program = new Part({ type: "Program", start: 0, end: 0 }, "", false, null);
  const parts: Part[] = [];
  for (const name of reached) program.members.add(name);
  for (const { code, isOwn } of modules) look(parse(code), null, program, isOwn);
  const needed = neededOf(program, parts, (name) => SLOT.test(name));
  return new Set([...needed].flatMap((part) => [...part.members, ...(part.isMember ? [part.name] : [])]));

  function look(node: Node, parent: Node | null, within: Part, isOwn: boolean): void {
    if (node.type === "ImportSpecifier" || node.type === "ExportSpecifier") {
      addAlias(node, program);
      return;
    }
    const isExported = parent?.type === "ExportNamedDeclaration";
    const part = parent === null ? null : partOf(node, isExported ? EXPORTED : parent, within, isOwn);
    if (part !== null) parts.push(part);
    else addNames(node, parent, within);
    for (const child of childrenOf(node)) look(child, node, part ?? within, isOwn);
  }
}

/** The parent used for exported declarations, so that they count as top-level declarations. */
const EXPORTED: Node = { type: "Program", start: 0, end: 0 };

/** Records an import or export under another name: both names count as used. */
function addAlias({ imported, exported, local }: Node, program: Part): void {
  const other = (imported ?? exported) as Node;
  if (other.name === (local as Node).name) return;
  for (const { name } of [other, local as Node]) program.variables.add(String(name));
}

/** Makes a part of a node: of a top-level declaration, of a member that is a function, and of any slot or upcall. */
function partOf(node: Node, parent: Node, within: Part, isOwn: boolean): Part | null {
  const { type, key, value } = node as Node & { readonly key?: Node };
  const isTop = within.within === null;
  const isDeclared = parent.type === "Program" && (type === "FunctionDeclaration" || type === "ClassDeclaration");
  if (isDeclared || (isTop && type === "VariableDeclarator" && isFunction(node.init))) {
    return new Part(node, (node.id as Node).name as string, false, within);
  }
  if (!isOwn) return null;
  if (parent.type === "ArrayExpression" && SLOT.test(stringOf(node) ?? "")) {
    return new Part(node, value as string, true, within);
  }
  const isMember =
    parent.type === "ObjectExpression" ? type === "Property" : /^(?:Method|Property)Definition$/.test(type);
  if (!isMember || node.computed === true || node.static === true || node.kind === "constructor") return null;
  const name = memberName(key as Node);
  if (name === null) return null;
  const isLeftOut = doesNothing(value as Node | null) && !publicNames([]).has(name);
  return SLOT.test(name) || isLeftOut ? new Part(node, name, true, within) : null;
}

/** A member's name, with its `#` if it is private; `null` for a key that is a string. */
function memberName({ type, name }: Node): string | null {
  if (type === "PrivateIdentifier") return `#${name}`;
  return type === "Identifier" ? (name as string) : null;
}

function isFunction(value: unknown): boolean {
  return isNode(value) && /Function/.test(value.type);
}

/** Whether evaluating `node`, the value of one of ws2kit's members, has no side effects. */
function doesNothing(node: Node | null): boolean {
  if (node === null || isFunction(node) || /^(?:Identifier|Literal|ThisExpression)$/.test(node.type)) return true;
  const isMadeOfParts = /^(?:Member|Object|Array|Conditional|Unary|Binary|Logical)Expression$|^Property$/.test(
    node.type,
  );
  return isMadeOfParts && node.operator !== "delete" && childrenOf(node).every(doesNothing);
}

function addNames(node: Node, parent: Node | null, { members, variables }: Part): void {
  const text = stringOf(node);
  if (text !== null) members.add(text);
  if (node.type === "ObjectPattern") {
    for (const { key } of node.properties as Node[]) members.add(String((key as Node | undefined)?.name));
  }
  if (node.type === "PrivateIdentifier") members.add(`#${node.name}`);
  if (node.type !== "Identifier") return;
  if (!isPropertyName(node, parent)) variables.add(node.name as string);
  else if (parent?.type === "MemberExpression") members.add(node.name as string);
}

/** Whether a declaration of ws2kit's modules only declares a function or a class, and runs no other code. */
function isQuiet({ type, superClass, body }: Node): boolean {
  if (type === "FunctionDeclaration") return true;
  if (type !== "ClassDeclaration" || !(superClass === null || (superClass as Node).type === "Identifier")) return false;
  return ((body as Node).body as Node[]).every((member) => member.static !== true && member.computed !== true);
}

/** The needed parts: those that are named in a needed part and are contained in a needed part. */
function neededOf(program: Part, parts: readonly Part[], isKept: (name: string) => boolean): ReadonlySet<Part> {
  const needed = new Set([program]);
  for (let before = 0; before < needed.size; ) {
    before = needed.size;
    const members = new Set([...needed].flatMap((part) => [...part.members]));
    const variables = new Set([...needed].flatMap((part) => [...part.variables]));
    for (const part of parts) {
      const isNamed = part.isMember ? members.has(part.name) || isKept(part.name) : variables.has(part.name);
      if (isNamed && needed.has(part.within as Part)) needed.add(part);
    }
  }
  return needed;
}

function endWithComma(code: string, end: number): number {
  COMMA.lastIndex = end;
  return COMMA.test(code) ? COMMA.lastIndex : end;
}
