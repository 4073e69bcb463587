import ts from "typescript";

/** The compiler's messages for an undeclared name. */
const NO_SUCH_NAME = new Set([2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591]);

/**
 * The names that JavaScript files use although neither they nor ES2020 declare them: "file: name", sorted. `texts`
 * contains the text of files that are not on disk.
 */
export function unknownGlobals(files: readonly string[], texts: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    noResolve: true,
    lib: ["lib.es2020.d.ts"],
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const read = host.readFile;
  host.readFile = (path) => texts[path] ?? read(path);
  const program = ts.createProgram(files, options, host);
  const found = files.flatMap((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .filter(({ code }) => NO_SUCH_NAME.has(code))
      .map(({ file: source, start = 0, length = 0 }) => `${file}: ${source?.text.slice(start, start + length)}`),
  );
  return [...new Set(found)].sort();
}
