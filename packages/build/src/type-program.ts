import { dirname, join } from "node:path";
import ts from "typescript";

/** TypeScript's declarations of the language. */
const LANGUAGE = "lib.es2020.d.ts";
export const LANGUAGE_FILE = join(dirname(ts.getDefaultLibFilePath({})), LANGUAGE);

/** Compiler options that allow only the language and the types that an application imports. */
export const TYPE_OPTIONS: ts.CompilerOptions = {
  // does not lower private names: see `engine-syntax`
  target: ts.ScriptTarget.ES2022,
  lib: [LANGUAGE],
  types: [],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  skipLibCheck: true,
};

interface Parsed {
  readonly modified: number;
  readonly source: ts.SourceFile | undefined;
}

/** Declaration files that programs of this process have parsed. */
const declarations = new Map<string, Parsed>();

/**
 * Makes a compiler host for programs with `TYPE_OPTIONS`. It parses each declaration file once for all programs, and
 * again when it changes, because parsing the types of the language and a target takes most of the compiler's time.
 */
export function typeHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...words) => {
    if (!path.endsWith(".d.ts")) return read(path, ...words);
    const modified = ts.sys.getModifiedTime?.(path)?.getTime() ?? 0;
    let parsed = declarations.get(path);
    if (parsed?.modified !== modified) {
      parsed = { modified, source: read(path, ...words) };
      declarations.set(path, parsed);
    }
    return parsed.source;
  };
  return host;
}
