import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { decodedMappings, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A place in a source. */
interface Place {
  readonly source: string;
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** What precedes the name of a function in a frame, the name, and the bracket before the position. */
const FRAME = /^(\s*at (?:async )?)(.*) \($/;

/**
 * Rewrites the stack of a program that runs the bundle `file`: positions in the bundle become positions in its sources,
 * and functions have the names that the sources give them. Uses the source map in the bundle's folder; without one, or
 * where the map knows no source, the text stays as it is.
 *
 * For an engine whose stacks have no columns, such as the C host's, the bundle must be one of `FirmwareOptions.lines`.
 * In any other bundle a line has the code of many lines, and its number stays. Throws a SyntaxError if the map is not
 * JSON.
 */
export async function sourceStack(stack: string, file: string): Promise<string> {
  const name = basename(file);
  if (![name, encodeURI(name)].some((one) => stack.includes(one)) || !existsSync(`${file}.map`)) return stack;
  const map = new TraceMap(readFileSync(`${file}.map`, "utf8"));
  // loading the compiler takes a second
  const { FunctionNames } = await import("./function-names.js");
  const names = new FunctionNames(map);
  return stack
    .split("\n")
    .map((line) => sourceLine(line, name))
    .join("\n");

  /** Rewrites one line of the text, which may be long. */
  function sourceLine(text: string, bundle: string): string {
    let result = "";
    let from = 0;
    for (const found of text.matchAll(/:(\d+)(?::(\d+))?/g)) {
      const start = pathStart(text, from, found.index);
      if (nameIn(text.slice(start, found.index)) !== bundle) continue;
      const place = placeOf(map, Number(found[1]), found[2] === undefined ? null : Number(found[2]) - 1);
      if (place === null) continue;
      const before = text.slice(from, start);
      const [, at, inBundle] = FRAME.exec(before) ?? [];
      result += at === undefined || inBundle === undefined ? before : `${at}${names.at(place) ?? "<anonymous>"} (`;
      const path = relative("", resolve(dirname(file), place.source));
      result += `${path}:${place.line}${found[2] === undefined ? "" : `:${place.column + 1}`}`;
      from = found.index + found[0].length;
    }
    return result + text.slice(from);
  }
}

/** The most characters of a path that Linux accepts. */
const LONGEST_PATH = 4096;

/** Where the path that ends at `end` begins: in a bracket, or after a blank. */
function pathStart(text: string, from: number, end: number): number {
  const before = text.slice(Math.max(from, end - LONGEST_PATH), end);
  const bracket = before.lastIndexOf("(");
  return end - before.length + 1 + (bracket >= 0 ? bracket : before.lastIndexOf(" "));
}

/** The name of the file that a path or a file URL names. */
function nameIn(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  if (!path.startsWith("file://")) return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** The source of a position in a bundle; `column` is null for a whole line, otherwise from 0. */
function placeOf(map: TraceMap, line: number, column: number | null): Place | null {
  if (line < 1 || (column !== null && column < 0)) return null;
  const start = column ?? firstOfOneLine(map, line);
  if (start < 0) return null;
  const found = originalPositionFor(map, { line, column: start });
  return found.source === null ? null : { source: found.source, line: found.line, column: found.column };
}

/** The first column that the map knows of a bundle's line whose code comes from one source line; -1 for other lines. */
function firstOfOneLine(map: TraceMap, line: number): number {
  const known = (decodedMappings(map)[line - 1] ?? []).filter((segment) => segment.length > 1);
  const lines = new Set(known.map((segment) => `${segment[1]}:${segment[2]}`));
  return lines.size === 1 ? known[0][0] : -1;
}
