/** Why a provider's module does not load, in the same words for each engine. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import { transpiled } from "./transpile.js";

/** The folder of the command's own modules, as stacks name it. */
const HERE = new URL(".", import.meta.url).href;

/** The parts of a bundler's error that its cause is read from. */
export interface BundleError {
  readonly code?: string;
  readonly message: string;
  /** The module with the mistake. */
  readonly id?: string;
  readonly loc?: { readonly line: number };
  /** The export that is missing. */
  readonly binding?: string;
  /** The module that lacks it, or that does not exist. */
  readonly exporter?: string;
}

/** The cause of a failed import in Node, with the file and line that threw. */
export function importFailure(error: unknown, file: string): string {
  if (!(error instanceof Error)) return `it does not load: ${String(error)}`;
  // JSON.parse and RegExp throw a SyntaxError too, which is no mistake in a module
  const mistake = error instanceof SyntaxError ? mistakeIn(file) : null;
  if (mistake !== null) return syntaxFailure(mistake);
  const places = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  // the lines of Node, of built-in functions and of this command do not help the provider's author
  const place = places.find((line) => !/node:|\(<anonymous>\)$/.test(line) && !line.includes(HERE)) ?? "";
  return `it does not load: ${error}${place.replace(/^\s+/, " ")}`;
}

/** The cause of a failed bundle. */
export function bundleFailure({ code, message, id, loc, binding, exporter }: BundleError): string {
  if (code === "PARSE_ERROR" && id !== undefined)
    return syntaxFailure(mistakeIn(id) ?? `${withoutMark(id)}:${loc?.line}: ${message}`);
  if (code === "MISSING_EXPORT" && id !== undefined)
    return syntaxFailure(`${id}:${loc?.line}: ${exporter} does not export "${binding}"`);
  if (code === "UNRESOLVED_IMPORT" && id !== undefined)
    return `it does not load: ${id} imports ${exporter}, which does not exist`;
  return `it does not load: ${message}`;
}

/** The id of a module that a plugin of the bundler made, without the NUL byte that marks it. */
function withoutMark(id: string): string {
  return id.replace(/^\0/, "");
}

function syntaxFailure(mistake: string): string {
  return `it does not load: SyntaxError: ${mistake}`;
}

/** The first syntax error in a module or in the files that it imports, with file and line; `null` if all parse. */
function mistakeIn(file: string, seen = new Set<string>()): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  const source = sourceOf(file);
  if (source === null) return null;
  try {
    transpiled(source, file);
  } catch (error) {
    return (error as Error).message;
  }
  for (const { fileName } of ts.preProcessFile(source).importedFiles) {
    const found = fileName.startsWith(".") ? mistakeIn(resolve(dirname(file), fileName), seen) : null;
    if (found !== null) return found;
  }
  return null;
}

/** The text of a file; `null` if it cannot be read, as a folder or the id of a module that a bundler's plugin made. */
function sourceOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
