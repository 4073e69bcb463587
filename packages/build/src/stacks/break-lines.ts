import { encode } from "@jridgewell/sourcemap-codec";
import { decodedMappings, type SourceMapSegment, TraceMap } from "@jridgewell/trace-mapping";
import { childrenOf, type Node, parse } from "../shrink/syntax-tree.js";

/** A bundle and its source map, as JSON. */
export interface MappedCode {
  readonly code: string;
  readonly map: string;
}

/** An expression of a bundle. */
interface Expression {
  /** Where a line can end so that the expression is on the next one. */
  readonly lineEnd: number;
  /** Where the innermost function around it begins; -1 outside of functions. */
  readonly inFunction: number;
}

/**
 * Breaks the lines of a bundle so that the expressions of a line come from one source line and one function: an engine
 * whose stacks have no columns can then name both. A line end is one byte, and changes nothing else. The source map
 * keeps only the positions of expressions.
 */
export function breakLines({ code, map }: MappedCode): MappedCode {
  const decoded = decodedMappings(new TraceMap(map));
  const expressions = expressionsOf(code);
  const lines: string[] = [];
  const mappings: SourceMapSegment[][] = [];
  let offset = 0;
  code.split("\n").forEach((text, number) => {
    let lineStart = 0;
    let segments: SourceMapSegment[] = [];
    let last: readonly [SourceMapSegment, Expression] | null = null;
    for (const segment of decoded[number] ?? []) {
      const expression = expressions.get(offset + segment[0]);
      if (segment.length === 1 || expression === undefined) continue;
      const end = expression.lineEnd - offset;
      if (last !== null && end > lineStart && !belongTogether(last, [segment, expression])) {
        lines.push(text.slice(lineStart, end));
        mappings.push(segments);
        lineStart = end;
        segments = [];
      }
      segments.push(shifted(segment, lineStart));
      last = [segment, expression];
    }
    lines.push(text.slice(lineStart));
    mappings.push(segments);
    offset += text.length + 1;
  });
  return { code: lines.join("\n"), map: JSON.stringify({ ...JSON.parse(map), mappings: encode(mappings) }) };
}

function belongTogether(
  [a, first]: readonly [SourceMapSegment, Expression],
  [b, second]: readonly [SourceMapSegment, Expression],
): boolean {
  return a[1] === b[1] && a[2] === b[2] && first.inFunction === second.inFunction;
}

/** The expressions of a bundle, by the offset at which they begin. */
function expressionsOf(code: string): ReadonlyMap<number, Expression> {
  const expressions = new Map<number, Expression>();
  /** `lineEnd`: where a line can end before this node. */
  const visit = (node: Node, lineEnd: number, inFunction: number): void => {
    // of the nodes that begin at one offset, the outermost knows what stands before them, the innermost is what runs
    const outer = expressions.get(node.start);
    if (!/Statement$|Declaration$|^TemplateElement$/.test(node.type)) {
      expressions.set(node.start, { lineEnd: outer?.lineEnd ?? lineEnd, inFunction });
    }
    const within = /Function/.test(node.type) ? node.start : inFunction;
    for (const child of childrenOf(node)) visit(child, isBound(child, node) ? lineEnd : child.start, within);
  };
  visit(parse(code), 0, -1);
  return expressions;
}

/** Whether no line may end between the beginnings of a node and of its child. */
function isBound(child: Node, node: Node): boolean {
  switch (node.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "YieldExpression":
    case "BreakStatement":
    case "ContinueStatement":
      return true;
    case "ArrowFunctionExpression":
      return node.async === true && child !== node.body;
    case "MethodDefinition":
    case "Property":
    case "PropertyDefinition":
      return child === node.key;
    default:
      return child.start === node.start;
  }
}

function shifted(segment: SourceMapSegment, by: number): SourceMapSegment {
  return [segment[0] - by, ...segment.slice(1)] as unknown as SourceMapSegment;
}
