import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

/**
 * The name of the innermost function around a position of a source, as V8 writes it in a stack: `send`, `Outbox.add`,
 * `new Outbox`. Returns undefined outside of functions, for a function without a name, and if there is no such file.
 */
export function functionNameAt(file: string, line: number, column: number): string | undefined {
  const source = sourceOf(file);
  if (source === undefined || line > source.getLineStarts().length) return undefined;
  let node: ts.Node | undefined = innermost(source, source.getPositionOfLineAndCharacter(line - 1, column));
  while (node !== undefined && !ts.isFunctionLike(node)) node = node.parent;
  return node === undefined ? undefined : nameOf(node);
}

const sources = new Map<string, ts.SourceFile>();

function sourceOf(file: string): ts.SourceFile | undefined {
  if (!sources.has(file) && existsSync(file)) {
    sources.set(file, ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
  }
  return sources.get(file);
}

/** The smallest node that contains a position. */
function innermost(node: ts.Node, position: number): ts.Node {
  const child = node.forEachChild((one) => (one.getStart() <= position && position < one.end ? one : undefined));
  return child === undefined ? node : innermost(child, position);
}

function nameOf(node: ts.SignatureDeclaration): string | undefined {
  const { parent } = node;
  if (ts.isConstructorDeclaration(node)) return `new ${classOf(parent) ?? "<anonymous>"}`;
  const own = textOf(node.name) ?? (isNaming(parent) ? textOf(parent.name) : undefined);
  if (own === undefined) return undefined;
  const owner = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(parent) ? undefined : classOf(parent);
  return owner === undefined ? own : `${owner}.${own}`;
}

/** Whether a function that is the value of this node takes its name. */
function isNaming(node: ts.Node): node is ts.VariableDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration {
  return ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
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
