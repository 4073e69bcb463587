import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/**
 * Replaces positions in the bundle `file` by positions in its sources, by the source map next to it. A position
 * without a column remains: the bundle is one long line, so a line alone does not identify a source.
 */
export function sourcePositions(stack: string, file: string): string {
  if (!existsSync(`${file}.map`)) return stack;
  const map = new TraceMap(readFileSync(`${file}.map`, "utf8"));
  const name = basename(file).replace(/[^\w]/g, "\\$&");
  return stack.replace(new RegExp(`(?:\\bfile://\\S*/)?\\b${name}:(\\d+):(\\d+)`, "g"), (position, line, column) => {
    const found = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    if (found.source === null) return position;
    return `${relative("", resolve(dirname(file), found.source))}:${found.line}:${found.column + 1}`;
  });
}
