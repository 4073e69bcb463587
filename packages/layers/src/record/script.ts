import { type CallLine, type EndLine, type Line, VERSION } from "./line.js";

/** One process's part of a recording. */
export interface Script {
  /** Calls and ends in the order in which they ended, and the number of each one's line in the recording, from 1. */
  readonly lines: readonly (CallLine | EndLine)[];
  readonly places: readonly number[];
  /** The calls in the order in which they began, as indexes into `lines`. */
  readonly calls: readonly number[];
  /** The ends of operations, by number. */
  readonly ends: ReadonlyMap<number, EndLine>;
}

/** Reads a recording. Returns a script for each process, or the number of the first malformed line. */
export function readRecording(text: string): readonly Script[] | number {
  const scripts: { lines: (CallLine | EndLine)[]; places: number[]; calls: number[]; ends: Map<number, EndLine> }[] =
    [];
  const rows = text.split("\n");
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].trim() === "") continue;
    const line = parse(rows[i]);
    if (line === null) return i + 1;
    if ("version" in line) {
      if (line.version !== VERSION || line.p !== scripts.length) return i + 1;
      scripts.push({ lines: [], places: [], calls: [], ends: new Map() });
      continue;
    }
    const script = scripts[line.p];
    if (script === undefined) return i + 1;
    if ("n" in line) script.calls[line.n] = script.lines.length;
    else script.ends.set(line.end, line);
    script.lines.push(line);
    script.places.push(i + 1);
  }
  return scripts;
}

function parse(row: string): Line | null {
  try {
    const line = JSON.parse(row) as Line | null;
    const isLine = typeof line === "object" && line !== null && ("version" in line || "n" in line || "end" in line);
    return isLine && Number.isInteger(line.p) ? line : null;
  } catch {
    return null;
  }
}
