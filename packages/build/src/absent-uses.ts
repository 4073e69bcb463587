import ts from "typescript";

/** A use of a function or a global that is absent. */
export interface AbsentUse {
  readonly node: ts.Node;
  /** "Windows CE has no WSAPoll: call select". */
  readonly reason: string;
}

/**
 * Finds each use of what the target or the device lacks: a member or a global whose type is `Absent` of `@ws2kit/core`.
 * The compiler itself refuses only calls: it accepts `const { WSAPoll } = ws2` and `if (ws2.kernel32)`.
 */
export function absentUses(program: ts.Program, sources: readonly ts.SourceFile[]): AbsentUse[] {
  const checker = program.getTypeChecker();
  const uses: AbsentUse[] = [];
  const look = (node: ts.Node): void => {
    const reason = isUse(node, checker) ? absenceOf(checker.getTypeAtLocation(node), checker) : null;
    if (reason !== null) uses.push({ node: ts.isPropertyAccessExpression(node) ? node.name : node, reason });
    ts.forEachChild(node, look);
  };
  for (const source of sources) look(source);
  return uses;
}

/** Whether a node reads a member or a global. A variable of the application has its type from such a node. */
function isUse(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isBindingElement(node))
    return true;
  if (!ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) return false;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol?.declarations?.every((declaration) => declaration.getSourceFile().isDeclarationFile) ?? false;
}

/** The reason in a type `Absent`; `null` for other types. */
function absenceOf(type: ts.Type, checker: ts.TypeChecker): string | null {
  if (type.symbol?.name !== "Absent") return null;
  const [reason] = checker.getTypeArguments(type as ts.TypeReference);
  return reason?.isStringLiteral() ? reason.value : null;
}
