import { dirname, join, resolve } from "node:path";
import ts from "typescript";

/** How imports of an application are resolved, as in its build; and those of a provider in JavaScript. */
const RESOLUTION: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  resolveJsonModule: true,
  allowJs: true,
};

/**
 * The files on which a command's result depends: modules with all that they import by a relative path, `config.json` in
 * their folders, and other files of the command line. A file that is missing now is among them, because it may come.
 */
export function inputsOf(modules: readonly string[], others: readonly (string | undefined)[]): ReadonlySet<string> {
  const inputs = new Set<string>();
  for (const file of others) if (file !== undefined) inputs.add(resolve(file));
  for (const module of modules) {
    inputs.add(resolve(dirname(module), "config.json"));
    addModule(resolve(module), inputs);
  }
  return inputs;
}

function addModule(file: string, inputs: Set<string>): void {
  if (inputs.has(file)) return;
  inputs.add(file);
  const { importedFiles } = ts.preProcessFile(ts.sys.readFile(file) ?? "", true, true);
  for (const { fileName } of importedFiles) {
    if (/^\.{1,2}(\/|$)/.test(fileName)) for (const each of imported(fileName, file)) addModule(each, inputs);
  }
}

/**
 * The files that an import may name. Node reads "./dial.js" from `dial.js`, and TypeScript from `dial.ts`. If neither
 * exists, `dial.ts` is returned, because its author will probably write it next.
 */
function imported(specifier: string, importer: string): readonly string[] {
  const path = join(dirname(importer), specifier);
  const { resolvedModule } = ts.resolveModuleName(specifier, importer, RESOLUTION, ts.sys);
  const files = [
    ...(ts.sys.fileExists(path) ? [path] : []),
    ...(resolvedModule ? [resolve(resolvedModule.resolvedFileName)] : []),
  ];
  if (files.length > 0) return files;
  return [/\.\w+$/.test(path) ? path.replace(/\.([cm]?)js$/, ".$1ts") : `${path}.ts`];
}
