import { relative } from "node:path";
import ts from "typescript";
import { ANY_TARGET, CONFIG } from "./boot.js";
import { BuildError } from "./build-error.js";
import { describeDiagnostics } from "./diagnostics.js";
import { jsonExpression, readJson } from "./json-text.js";
import { applicationNames, type NameUse } from "./shrink/application-names.js";
import type { Target } from "./target.js";
import { TYPE_OPTIONS, typeHost } from "./type-program.js";

/** A module of an application, as JavaScript. */
export interface CompiledModule {
  readonly code: string;
  /** `null` for data, which says the same as its file. */
  readonly map: string | null;
}

/** The TypeScript of an application and its JSON, compiled against one target's types and nothing else. */
export class Application {
  readonly #modules = new Map<string, CompiledModule>();
  readonly #options: ts.CompilerOptions;
  readonly #host: ts.CompilerHost;
  /** What its sources do with the names of members. */
  readonly nameUse: NameUse;

  /**
   * `config`: the file that is its configuration. Throws a BuildError that lists every mistake with file, line and
   * target.
   */
  constructor(entry: string, target: Target, config: string) {
    this.#options = compilerOptions(target, config);
    this.#host = typeHost(this.#options);
    const program = ts.createProgram([entry], this.#options, this.#host);
    // the compiler accepts comments and trailing commas
    for (const { fileName, text } of program.getSourceFiles()) {
      if (fileName.endsWith(".json")) readJson(relative("", fileName), text);
    }
    const mistakes = ts.getPreEmitDiagnostics(program);
    if (mistakes.length > 0) throw new BuildError(describeDiagnostics(mistakes, target));
    requireMain(program, entry);
    const sources = program.getSourceFiles().filter((source) => !source.isDeclarationFile);
    this.nameUse = applicationNames(program, sources);
    for (const source of sources) this.#modules.set(source.fileName, emit(program, source));
  }

  /** The module at a path, `null` if it is none of the application's own. */
  module(path: string): CompiledModule | null {
    return this.#modules.get(path) ?? null;
  }

  /** The path of what a module imports, `null` if that is none of the application's own. */
  resolve(specifier: string, importer: string): string | null {
    const { resolvedModule } = ts.resolveModuleName(specifier, importer, this.#options, this.#host);
    const path = resolvedModule?.resolvedFileName;
    return path !== undefined && this.#modules.has(path) ? path : null;
  }
}

/** No types but the language's and the target's: what a device lacks does not compile. */
function compilerOptions(target: Target, config: string): ts.CompilerOptions {
  return {
    ...TYPE_OPTIONS,
    resolveJsonModule: true,
    paths: { [ANY_TARGET]: [target.types], [CONFIG]: [config] },
    isolatedModules: true,
    sourceMap: true,
    inlineSources: true,
  };
}

function requireMain(program: ts.Program, entry: string): void {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  const main = module && checker.getExportsOfModule(module).find(({ name }) => name === ts.InternalSymbolName.Default);
  const callable = main && checker.getTypeOfSymbol(main).getCallSignatures().length > 0;
  if (!callable) {
    throw new BuildError(
      `${entry} does not say where to start: write "export default function main(machine: Machine) { … }".`,
    );
  }
}

function emit(program: ts.Program, source: ts.SourceFile): CompiledModule {
  if (source.fileName.endsWith(".json")) return { code: `export default ${jsonExpression(source.text)}`, map: null };
  let code = "";
  let map = "";
  program.emit(source, (path, text) => {
    if (path.endsWith(".map")) map = text;
    else code = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  });
  return { code, map };
}
