import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { decodedMappings, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A place in a source. */
interface Place {
  readonly file: string;
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/**
 * Rewrites the stack of a program that runs the bundle `file`: positions in the bundle become positions in its sources,
 * and functions have the names that the sources give them. Uses the source map in the bundle's folder; without one, or
 * where the map knows no source, the text stays as it is.
 *
 * An engine that tells no columns, such as the C host's, needs a bundle of `FirmwareOptions.lines`. In any other bundle
 * a line has the code of many lines, and its number stays.
 */
export async function sourceStack(stack: string, file: string): Promise<string> {
  if (!existsSync(`${file}.map`)) return stack;
  const map = new TraceMap(readFileSync(`${file}.map`, "utf8"));
  // loading the compiler takes a second
  const { functionNameAt } = await import("./function-names.js");
  const bundle = `(?:\\bfile://\\S*/)?\\b${basename(file).replace(/[^\w]/g, "\\$&")}`;
  // `at name (bundle:line:column)`, or a position alone
  const position = new RegExp(`(\\bat )?([^\\s(]*)( \\()?${bundle}:(\\d+)(?::(\\d+))?`, "g");
  return stack.replace(position, (text, at = "", name = "", bracket = "", line = "", column = "") => {
    const place = placeOf(map, file, Number(line), column === "" ? -1 : Number(column) - 1);
    if (place === null) return text;
    const source = `${relative("", place.file)}:${place.line}${column === "" ? "" : `:${place.column + 1}`}`;
    const isFrame = at !== "" && bracket !== "";
    const inSource = isFrame ? functionNameAt(place.file, place.line, place.column) : undefined;
    return `${at}${inSource ?? name}${bracket}${source}`;
  });
}

/** The source of a position in a bundle. Column -1 stands for the whole line. */
function placeOf(map: TraceMap, bundle: string, line: number, column: number): Place | null {
  const whole = column < 0;
  if (whole && !isOneLine(map, line)) return null;
  const found = originalPositionFor(map, whole ? { line, column: 0, bias: LEAST_UPPER_BOUND } : { line, column });
  if (found.source === null) return null;
  return { file: resolve(dirname(bundle), found.source), line: found.line, column: found.column };
}

/** Whether all code of a bundle's line comes from one line of one source. */
function isOneLine(map: TraceMap, line: number): boolean {
  const lines = new Set<string>();
  for (const segment of decodedMappings(map)[line - 1] ?? [])
    if (segment.length > 1) lines.add(`${segment[1]}:${segment[2]}`);
  return lines.size === 1;
}
