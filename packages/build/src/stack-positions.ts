import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/**
 * A stack with its positions in `file`, a bundle, said as the places of the sources they come from, by the source map
 * beside it. A position without a column stays as it is: on one long line it could be anywhere.
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
