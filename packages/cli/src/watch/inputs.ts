import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

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
  if (!existsSync(file)) return;
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  for (const { fileName } of importedFiles) {
    if (/^\.{1,2}\//.test(fileName)) addModule(imported(join(dirname(file), fileName)), inputs);
  }
}

/** The file that an import names: TypeScript imports `dial.ts` as "./dial.js". */
function imported(path: string): string {
  const source = path.replace(/\.([cm]?)js$/, ".$1ts");
  return existsSync(path) ? path : source;
}
