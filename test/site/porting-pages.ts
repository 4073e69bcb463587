import { readFileSync } from "node:fs";
import type { Page } from "./page.js";
import type { RepositoryPages } from "./repository-pages.js";

const FOLDER = "examples/port";

/** The programs, with what each is. Functions of one name stand side by side; a program without them, whole. */
const PROGRAMS: readonly { readonly name: string; readonly title: string; readonly whole?: true }[] = [
  { name: "dial", title: "dial: connects within a time limit" },
  { name: "finger", title: "finger: waits in select" },
  { name: "winfinger", title: "winfinger: waits for messages", whole: true },
];

/** A program in C, with the TypeScript of each of its functions at its right. */
export function portingPages(repository: RepositoryPages): Page[] {
  return PROGRAMS.map(({ name, title, whole }) => {
    const [c, ts] = ["c", "ts"].map((extension) => readFileSync(`${FOLDER}/${name}.${extension}`, "utf8"));
    const pairs = whole === true ? [[c, ts] as const] : pairsOf(c, ts);
    const rows = pairs.map(
      ([left, right]) => `<div class="pair">\n\n${block("c", name, left)}\n\n${block("ts", name, right)}\n\n</div>`,
    );
    return {
      path: `porting/${name}`,
      text: `---
aside: false
---

# ${title}

[\`${FOLDER}/${name}.c\`](${repository.addressOf(`${FOLDER}/${name}.c`)}) at the left or above, [\`${name}.ts\`](${repository.addressOf(`${FOLDER}/${name}.ts`)}) at the right or below. A test checks that both
call the same functions in the same order. [Porting C, line by line](/porting) explains the differences.

${rows.join("\n\n")}
`,
    };
  });
}

function block(language: string, name: string, text: string): string {
  return `\`\`\`${language} file=${FOLDER}/${name}.${language}\n${text.replace(/^\n+|\s+$/g, "")}\n\`\`\``;
}

/** The parts of two programs that belong together: what stands before the functions, then each function. */
function pairsOf(c: string, ts: string): (readonly [string, string])[] {
  const left = parts(c, /^(?:static )?(?:unsigned )?\w+ (\w+)\(.*\)$/);
  const right = parts(ts, /^(?:export )?(?:default )?function (\w+)\(/);
  const names = [...left.keys()];
  const lost = [...right.keys()].filter((name) => !left.has(name));
  if (lost.length > 0) throw new Error(`C has no function ${lost.join(", ")}`);
  return names.map((name) => [left.get(name) ?? "", right.get(name) ?? ""]);
}

/** The text before the first function, under "", and each function with the comment before it, under its name. */
function parts(text: string, head: RegExp): ReadonlyMap<string, string> {
  const lines = text.split("\n");
  const found = new Map<string, string>();
  let [name, from] = ["", 0];
  for (const [at, line] of lines.entries()) {
    const [, next] = head.exec(line) ?? [];
    if (next === undefined) continue;
    let start = at;
    while (start > from && /^(\/\*| \*|\/\/)/.test(lines[start - 1])) start--;
    found.set(name, lines.slice(from, start).join("\n"));
    [name, from] = [next, start];
  }
  found.set(name, lines.slice(from).join("\n"));
  return found;
}
