import type { TraceMap } from "@jridgewell/trace-mapping";
import ts from "typescript";

/** The names of the functions in the sources of a source map, which contains their text. */
export class FunctionNames {
  readonly #map: TraceMap;
  readonly #sources = new Map<string, ts.SourceFile | null>();

  constructor(map: TraceMap) {
    this.#map = map;
  }

  /**
   * The name of the innermost function around a position of a source: `send`, `Outbox.add`, `new Outbox`. Returns
   * undefined outside of functions, for a function without a name, and for a source without text.
   */
  at({ source, line, column }: { source: string; line: number; column: number }): string | undefined {
    const file = this.#sourceOf(source);
    const start = file?.getLineStarts()[line - 1];
    if (file === null || start === undefined || start + column > file.end) return undefined;
    let node: ts.Node | undefined = innermost(file, start + column);
    while (node !== undefined && !ts.isFunctionLike(node)) {
      if (ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) return undefined;
      node = node.parent;
    }
    return node === undefined ? undefined : nameOf(node);
  }

  #sourceOf(source: string): ts.SourceFile | null {
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    const text = this.#map.sourcesContent?.[this.#map.sources.indexOf(source)] ?? null;
    const file = text === null ? null : ts.createSourceFile(source, text, ts.ScriptTarget.Latest, true);
    this.#sources.set(source, file);
    return file;
  }
}

/** The smallest node that contains a position. */
function innermost(node: ts.Node, position: number): ts.Node {
  const child = node.forEachChild((one) => (one.getStart() <= position && position < one.end ? one : undefined));
  return child === undefined ? node : innermost(child, position);
}

function nameOf(node: ts.SignatureDeclaration): string | undefined {
  const { parent } = node;
  if (ts.isConstructorDeclaration(node)) return `new ${classOf(parent) ?? "<anonymous>"}`;
  const own = textOf(node.name) ?? givenName(parent);
  const owner = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(parent) ? undefined : classOf(parent);
  return own === undefined || owner === undefined ? own : `${owner}.${own}`;
}

/** The name that a function takes as the value of a variable, of a property, or of an assignment. */
function givenName(node: ts.Node): string | undefined {
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
    return textOf(node.name);
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return ts.isPropertyAccessExpression(node.left) ? textOf(node.left.name) : textOf(node.left);
}

/** The name of the class that a member belongs to. */
function classOf(node: ts.Node): string | undefined {
  const owner = ts.isPropertyDeclaration(node) ? node.parent : node;
  return ts.isClassLike(owner) ? textOf(owner.name) : undefined;
}

function textOf(name: ts.Node | undefined): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name))
    ? name.text
    : undefined;
}
