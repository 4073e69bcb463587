import { normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { absentUses } from "./absent-uses.js";
import { ANY_TARGET, CONFIG } from "./boot.js";
import { BuildError } from "./build-error.js";
import { describeMistakes } from "./diagnostics.js";
import { jsonExpression, readJson } from "./json-text.js";
import { applicationNames, type NameUse } from "./shrink/application-names.js";
import type { Target } from "./target.js";
import { TYPE_OPTIONS, typeHost } from "./type-program.js";

/** What hosts have and a device lacks, as types whose errors say what to use. */
const DEVICE_GLOBALS = fileURLToPath(new URL("../device-globals.d.ts", import.meta.url));

/** A module of an application, compiled to JavaScript. */
export interface CompiledModule {
  readonly code: string;
  /** The source map; `null` for JSON. */
  readonly map: string | null;
}

/** The TypeScript and JSON of an application, compiled with only the types of the language and of one target. */
export class Application {
  /** By path, as Node writes it; TypeScript writes every path with "/". */
  readonly #modules = new Map<string, CompiledModule>();
  readonly #options: ts.CompilerOptions;
  readonly #host: ts.CompilerHost;
  /** How its sources use the names of members. */
  readonly nameUse: NameUse;

  /**
   * Compiles the application whose main file is `entry`, with `config` as its configuration file. Throws a BuildError
   * that lists every mistake with file, line and target.
   */
  constructor(entry: string, target: Target, config: string) {
    this.#options = compilerOptions(target, config);
    this.#host = typeHost(this.#options);
    const program = ts.createProgram([entry, DEVICE_GLOBALS], this.#options, this.#host);
    // read strictly: the compiler accepts comments and trailing commas in JSON
    for (const { fileName, text } of program.getSourceFiles()) {
      if (fileName.endsWith(".json")) readJson(relative("", fileName), text);
    }
    const mistakes = ts.getPreEmitDiagnostics(program);
    const sources = program.getSourceFiles().filter((source) => !source.isDeclarationFile);
    const absent = absentUses(program, sources);
    if (mistakes.length + absent.length > 0) throw new BuildError(describeMistakes(mistakes, absent, target));
    requireMain(program, entry);
    this.nameUse = applicationNames(program, sources);
    for (const source of sources) this.#modules.set(normalize(source.fileName), emit(program, source));
  }

  /** The module at a path; `null` if it is not part of the application. */
  module(path: string): CompiledModule | null {
    return this.#modules.get(path) ?? null;
  }

  /** The path of an imported module; `null` if it is not part of the application. */
  resolve(specifier: string, importer: string): string | null {
    const { resolvedModule } = ts.resolveModuleName(specifier, importer, this.#options, this.#host);
    if (resolvedModule === undefined) return null;
    const path = normalize(resolvedModule.resolvedFileName);
    return this.#modules.has(path) ? path : null;
  }
}

/** Only the types of the language and the target, so that a call of something that a device lacks does not compile. */
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
      `${relative("", entry)} has no default export to start: write "export default function main(machine: Machine) { … }".`,
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
