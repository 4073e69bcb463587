import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { eachMapping, TraceMap } from "@jridgewell/trace-mapping";
import { packageOf } from "./package-of.js";

/** The beginning of the list of exports, which a source map assigns to no source: constants, then the rest. */
const EXPORTS = /export(?: (?:const|let) [\w$]+=[^;]*;export)?\{/;

/** The size of a module in a bundle. */
export interface ModuleSize {
  /**
   * The name of its package; "" for bytes that the source map assigns to no source: the list of exports and the names
   * of globals.
   */
  readonly packageName: string;
  /** Its path within the package. */
  readonly module: string;
  /** Its bytes in the bundle. */
  readonly bytes: number;
}

/** Counts the bytes of each module in a bundle, by the source map next to the file. Omits modules without bytes. */
export function measureBundle(file: string): ModuleSize[] {
  const code = readFileSync(file, "utf8").split("\n");
  const bytes = bytesBySource(code, new TraceMap(readFileSync(`${file}.map`, "utf8")));
  const sizes = [...bytes]
    .filter(([, count]) => count > 0)
    .map(([source, count]) => ({ ...origin(source, dirname(file)), bytes: count }));
  return sizes.sort((a, b) => order(a).localeCompare(order(b)));
}

/** Counts bytes by source: a mapping covers the bytes up to the next mapping or the end of the line. */
function bytesBySource(code: readonly string[], map: TraceMap): Map<string, number> {
  const bytes = new Map<string, number>();
  const add = (source: string, count: number) => bytes.set(source, (bytes.get(source) ?? 0) + count);
  let at = { line: 0, column: 0, source: "" };
  const advance = (line: number, column: number) => {
    for (; at.line < line; at = { ...at, line: at.line + 1, column: 0 }) {
      add(at.source, Buffer.byteLength(code[at.line].slice(at.column)) + 1);
    }
    add(at.source, Buffer.byteLength(code[at.line].slice(at.column, column)));
  };
  eachMapping(map, ({ generatedLine, generatedColumn, source }) => {
    advance(generatedLine - 1, generatedColumn);
    at = { line: generatedLine - 1, column: generatedColumn, source: source ?? "" };
  });
  const list = code[at.line].search(EXPORTS);
  if (list >= 0) {
    advance(at.line, list);
    at = { ...at, column: list, source: "" };
  }
  advance(code.length - 1, Number.POSITIVE_INFINITY);
  return bytes;
}

function origin(source: string, directory: string): { packageName: string; module: string } {
  if (source === "") return { packageName: "", module: "exports and globals" };
  const file = resolve(directory, source);
  const found = packageOf(file);
  if (found === null) throw new Error(`${file} belongs to no package`);
  return {
    packageName: found.name,
    module: relative(found.root, file)
      .split(sep)
      .join("/")
      .replace(/^(?:lib|src)\//, "")
      .replace(/\.ts$/, ".js"),
  };
}

function order({ packageName, module }: ModuleSize): string {
  return `${packageName || "~"}/${module}`;
}
