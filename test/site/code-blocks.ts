import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type CodeBlock, codeBlocks } from "./markdown.js";
import type { Page } from "./page.js";

/** A block of a page, and what holds it; `by` is null for a block that nothing holds. */
export interface HeldBlock extends CodeBlock {
  readonly page: string;
  readonly by: string | null;
}

/** Folders whose files tests compile, and mostly run. */
const COMPILED: readonly string[] = ["examples", "packages", "targets", "test"];

/** Files of programs: a block may be a part of one. */
const PROGRAM = /\.(?:ts|c|h|js|json)$/;

/** The lines of a text without their margins and without empty lines. */
function plain(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** Finds for each block of the site the test or the file that holds it. */
export class BlockHolders {
  readonly #programs: readonly (readonly [file: string, text: string])[];

  constructor() {
    const files = COMPILED.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
        .filter((name) => PROGRAM.test(name) && !/(^|\/)(?:node_modules|lib|dist)\//.test(name)),
    );
    this.#programs = files.map((file) => [file, plain(readFileSync(file, "utf8"))]);
  }

  held({ path, text }: Page): HeldBlock[] {
    return codeBlocks(text).map((block) => ({ ...block, page: path, by: this.#holder(path, block) }));
  }

  #holder(page: string, { language, mark, text }: CodeBlock): string | null {
    if (mark === 'no-run="a signature"') return "the compiler, which prints it";
    const [, output] = /\boutput=(\S+)/.exec(mark) ?? [];
    if (output !== undefined) return `a run of ${output}`;
    if (page.startsWith("api/") && language === "ts" && !/^import /m.test(text)) return "the compiler, which prints it";
    if (page.startsWith("api/") && language === "js") return "Node's own documentation, which its types contain";
    if (page === "first-user") return "npm run first-user";
    const [, named] = /\bfile=(\S+)/.exec(mark) ?? [];
    if (named !== undefined) {
      const whole = existsSync(named) ? plain(readFileSync(named, "utf8")) : "";
      return whole.includes(plain(text)) ? named : null;
    }
    if (language === "" || language === "txt") return "nothing to run: a drawing or an output";
    // `shell-blocks.tool.ts` plays every command of the site that nothing else runs, and compiles its C
    if (language === "sh") return "shell-blocks.tool.ts";
    const [file = null] = this.#programs.find(([, program]) => program.includes(plain(text))) ?? [];
    if (file !== null) return file;
    if (language === "c") return "shell-blocks.tool.ts";
    return language === "json" ? holderOfJson(text) : null;
  }
}

/** What holds a JSON text that is no part of a file: it is a value. */
function holderOfJson(text: string): string | null {
  try {
    JSON.parse(text);
    return "JSON.parse";
  } catch {
    return null;
  }
}
