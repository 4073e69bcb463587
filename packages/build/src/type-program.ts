import { dirname, join } from "node:path";
import ts from "typescript";

/** The declarations of the language. */
const LANGUAGE = "lib.es2020.d.ts";
export const LANGUAGE_FILE = join(dirname(ts.getDefaultLibFilePath({})), LANGUAGE);

/** What an application may lean on: the language alone, no types but those it imports. */
export const TYPE_OPTIONS: ts.CompilerOptions = {
  // private names as they are, see `engine-syntax`
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

/** Declaration files as the programs of this process have read them. */
const declarations = new Map<string, Parsed>();

/**
 * A host for programs with `TYPE_OPTIONS`. To read the types of the language and of a target takes most of a compiler's
 * time, so each file of them is read once for all programs, and again when it has changed.
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
