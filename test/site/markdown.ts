/** A block of code on a page. */
export interface CodeBlock {
  /** The language after the fence, and the words that follow it. */
  readonly language: string;
  readonly mark: string;
  readonly text: string;
  /** The number of the fence's line, from 1. */
  readonly line: number;
}

/** The blocks of code of a Markdown text, in order. */
export function codeBlocks(text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; language: string; mark: string; lines: string[]; line: number } | null = null;
  for (const [at, line] of text.split("\n").entries()) {
    const [, fence, language = "", mark = ""] = /^\s*(`{3,})([\w-]*)\s*(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (fence !== undefined) open = { fence, language, mark, lines: [], line: at + 1 };
    } else if (line.trim() === open.fence) {
      blocks.push({ ...open, text: `${open.lines.join("\n")}\n` });
      open = null;
    } else open.lines.push(line);
  }
  return blocks;
}

/** A Markdown text whose lines outside fenced code are changed. A link may span two lines, so they come together. */
export function changeProse(text: string, change: (prose: string) => string): string {
  const parts: string[] = [];
  let prose: string[] = [];
  let open: string | null = null;
  const flush = () => {
    if (prose.length > 0) parts.push(change(prose.join("\n")));
    prose = [];
  };
  for (const line of text.split("\n")) {
    const [, fence] = /^\s*(`{3,})/.exec(line) ?? [];
    if (open === null && fence === undefined) {
      prose.push(line);
      continue;
    }
    flush();
    parts.push(line);
    if (open === null) open = fence;
    else if (line.trim() === open) open = null;
  }
  flush();
  return parts.join("\n");
}
