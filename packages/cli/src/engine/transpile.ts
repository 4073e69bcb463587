import ts from "typescript";

/** Whether a path or URL names TypeScript. */
export function isTypeScript(path: string): boolean {
  return /\.m?ts$/.test(path);
}

/** Compiles one module's TypeScript to JavaScript without a type check. Throws a SyntaxError with file and line. */
export function transpiled(source: string, path: string): string {
  const { outputText, diagnostics } = ts.transpileModule(source, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  const [mistake] = diagnostics ?? [];
  if (mistake !== undefined) {
    const line = (mistake.file?.getLineAndCharacterOfPosition(mistake.start ?? 0).line ?? 0) + 1;
    throw new SyntaxError(`${path}:${line}: ${ts.flattenDiagnosticMessageText(mistake.messageText, " ")}`);
  }
  return outputText;
}
