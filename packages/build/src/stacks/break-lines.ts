import { encode } from "@jridgewell/sourcemap-codec";
import { decodedMappings, type SourceMapSegment, TraceMap } from "@jridgewell/trace-mapping";
import { parse, visit } from "../shrink/syntax-tree.js";

/** A bundle and its source map, as JSON. */
export interface MappedCode {
  readonly code: string;
  readonly map: string;
}

/** Words that a line end must not follow: it would end the statement, or change what the word means. */
const BINDS_NEXT = /(?<![\w$.#])(?:(?:return|throw|break|continue|yield|async|static|get|set)\b\s*)+$/;
/** More characters than a few such words have. */
const FAR = 40;

/**
 * Breaks the lines of a bundle so that the expressions of a line come from one source line: an engine that tells lines
 * without columns can then name the source's line. A line end is one byte, and changes nothing else. The source map
 * keeps only the positions of expressions.
 */
export function breakLines({ code, map }: MappedCode): MappedCode {
  const traced = decodedMappings(new TraceMap(map));
  const starts = expressionStarts(code);
  const lines: string[] = [];
  const mappings: SourceMapSegment[][] = [];
  let offset = 0;
  code.split("\n").forEach((text, number) => {
    let begun = 0;
    let here: SourceMapSegment[] = [];
    for (const segment of traced[number] ?? []) {
      if (segment.length === 1 || !starts.has(offset + segment[0])) continue;
      const before = here.at(-1);
      if (before !== undefined && !isSameLine(before, segment)) {
        const end = lineEndBefore(text, segment[0]);
        lines.push(text.slice(begun, end));
        mappings.push(here);
        begun = end;
        here = [];
      }
      here.push(moved(segment, begun));
    }
    lines.push(text.slice(begun));
    mappings.push(here);
    offset += text.length + 1;
  });
  return { code: lines.join("\n"), map: JSON.stringify({ ...JSON.parse(map), mappings: encode(mappings) }) };
}

function isSameLine(a: SourceMapSegment, b: SourceMapSegment): boolean {
  return a[1] === b[1] && a[2] === b[2];
}

/** The offsets at which expressions begin. A line may end before each, or before the word that binds it. */
function expressionStarts(code: string): ReadonlySet<number> {
  const starts = new Set<number>();
  visit(parse(code), ({ type, start }) => {
    if (!/Statement$|Declaration$|^TemplateElement$/.test(type)) starts.add(start);
  });
  return starts;
}

/** Where a line can end so that the expression at `column` is on the next one. */
function lineEndBefore(text: string, column: number): number {
  const from = Math.max(0, column - FAR);
  const word = BINDS_NEXT.exec(text.slice(from, column));
  return word === null ? column : from + word.index;
}

function moved(segment: SourceMapSegment, by: number): SourceMapSegment {
  return [segment[0] - by, ...segment.slice(1)] as unknown as SourceMapSegment;
}
