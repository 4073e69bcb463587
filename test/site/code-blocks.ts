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
  /** The commands of the first user's session, which `npm run first-user` plays. */
  readonly #session: ReadonlySet<string>;
  readonly #scripts: ReadonlySet<string>;

  constructor() {
    const files = COMPILED.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
        .filter((name) => PROGRAM.test(name) && !/(^|\/)(?:node_modules|lib|dist)\//.test(name)),
    );
    this.#programs = files.map((file) => [file, plain(readFileSync(file, "utf8"))]);
    const session = codeBlocks(readFileSync("docs/first-user.md", "utf8"));
    this.#session = new Set(
      session.flatMap(({ text }) => text.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []))),
    );
    this.#scripts = new Set(Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts));
  }

  held({ path, text }: Page): HeldBlock[] {
    return codeBlocks(text).map((block) => ({ ...block, page: path, by: this.#holder(path, block) }));
  }

  #holder(page: string, { language, mark, text }: CodeBlock): string | null {
    if (mark === 'no-run="a signature"') return "the compiler, which prints it";
    const [, output] = /\boutput=(\S+)/.exec(mark) ?? [];
    if (output !== undefined) return `a run of ${output}`;
    if (page.startsWith("api/") && language === "ts" && !/^import /m.test(text)) return "the compiler, which prints it";
    if (page === "first-user") return "npm run first-user";
    const [, file] = /\bfile=(\S+)/.exec(mark) ?? [];
    if (file !== undefined) {
      const whole = existsSync(file) ? plain(readFileSync(file, "utf8")) : "";
      return whole.includes(plain(text)) ? file : null;
    }
    if (language === "" || language === "txt") return "nothing to run: a drawing or an output";
    if (language === "sh") return this.#commands(text);
    return this.#programs.find(([, program]) => program.includes(plain(text)))?.[0] ?? null;
  }

  /** What holds commands: the first user's session, the scripts of package.json, and the tests of the command line. */
  #commands(text: string): string | null {
    const lines = text
      .replace(/\\\n\s*/g, " ")
      .split("\n")
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    return lines.every((line) => line.split(" && ").every((each) => this.#isCommand(each)) || this.#session.has(line))
      ? "the first session, package.json, or the command's own tests"
      : null;
  }

  #isCommand(command: string): boolean {
    const [, script] = /^(?:PATH=\S+ )?npm (?:run (?:--silent )?)?([\w:-]+)/.exec(command) ?? [];
    if (script !== undefined) return ["ci", "install", "create"].includes(script) || this.#scripts.has(script);
    return /^npx ws2kit (?:build|run|check|catalog|profile|explain|merge|init|doctor|completion|host)\b/.test(command);
  }
}
