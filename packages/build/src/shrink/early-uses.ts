import { isMade, resultOf } from "./made-functions.js";
import { namesOf, visitFree } from "./scopes.js";
import { childrenOf, isPropertyName, type Node } from "./syntax-tree.js";

/** Nodes that run no code of the program themselves; their parts may. */
const QUIET =
  /^(?:VariableDecl|(?:Private)?Identifier$|Literal$|(?:Object|Array)Expression$|Property|MethodDefinition$|Class|\w*Function|Export|Empty)/;

/**
 * The functions of a bundle that may be used before the line that declares them, while the bundle is loaded. Only a
 * function declaration exists before its line.
 *
 * A statement that only declares or creates functions (`const listen = slotCall("listen", …)`) uses only the names
 * outside its functions. Any other statement may call every function that it names, and those that these name in
 * turn.
 */
export function usedEarly(tree: Node): ReadonlySet<string> {
  const declared = declarations(tree);
  const used = new Set<string>();
  const followed = new Set<string>();
  const early = new Set<string>();
  for (const statement of tree.body as Node[]) {
    const name = functionName(statement);
    if (name === undefined) use(statement);
    else if (used.has(name)) early.add(name);
  }
  return early;

  function use(statement: Node): void {
    const isQuiet = evaluatedIn(statement).every(({ type }) => QUIET.test(type));
    if (isQuiet || makesFunctions(statement)) useNames(statement);
    else follow(statement);
  }

  /** Uses the names outside functions, and the names in the result of a called function. */
  function useNames(code: Node): void {
    for (const { type, name, callee } of evaluatedIn(code)) {
      if (type === "Identifier") used.add(name as string);
      if (type === "CallExpression") useNames(resultOf(functionNamed((callee as Node).name as string) as Node) as Node);
    }
  }

  function makesFunctions(statement: Node): boolean {
    const declarations = (declarationIn(statement).declarations ?? []) as Node[];
    const isAll = declarations.every(({ id, init }) => {
      return (id as Node).type === "Identifier" && init !== null && isMade(init as Node, functionNamed);
    });
    return declarations.length > 0 && isAll;
  }

  function functionNamed(name: string): Node | undefined {
    const found = declared.get(name);
    return (found?.init as Node | undefined) ?? found;
  }

  function follow(code: Node): void {
    for (const name of variablesIn(code)) {
      used.add(name);
      if (followed.has(name)) continue;
      followed.add(name);
      const declaration = declared.get(name);
      if (declaration !== undefined) follow(declaration);
    }
  }
}

/** The declaration of each name of a bundle. */
function declarations(tree: Node): Map<string, Node> {
  const declared = new Map<string, Node>();
  for (const statement of (tree.body as Node[]).map(declarationIn)) {
    for (const node of (statement.declarations ?? [statement]) as Node[]) {
      for (const name of namesOf(node.id)) declared.set(name, node);
    }
  }
  return declared;
}

function declarationIn(statement: Node): Node {
  return (statement.declaration as Node | null | undefined) ?? statement;
}

function functionName(statement: Node): string | undefined {
  const { type, id } = declarationIn(statement);
  return type === "FunctionDeclaration" && id ? ((id as Node).name as string) : undefined;
}

/** The nodes of a statement that are evaluated at once: those within its functions wait for a call. */
function evaluatedIn(node: Node): Node[] {
  const { type, key, computed } = node as Node & { readonly key?: Node };
  if (/Function/.test(type)) return [node];
  const isMember = type === "PropertyDefinition" && node.static !== true;
  const parts = isMember ? [computed === true ? key : undefined] : childrenOf(node);
  const inside = parts.flatMap((part) => (part === undefined || isPropertyName(part, node) ? [] : evaluatedIn(part)));
  return [node, ...inside];
}

function variablesIn(code: Node): Set<string> {
  const names = new Set<string>();
  visitFree(code, ({ name }) => names.add(name as string));
  return names;
}
