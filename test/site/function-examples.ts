import { readdirSync, readFileSync } from "node:fs";

/** A program of `examples/functions`, which shows what some functions do. */
export interface FunctionExample {
  /** The name of the file without its extension. */
  readonly name: string;
  readonly file: string;
  /** What the program does, in a sentence. */
  readonly title: string;
  /** The functions that it shows. */
  readonly functions: readonly string[];
  /** The only system that it runs on; null for every system with its functions. */
  readonly system: string | null;
  /** The program, without its leading and trailing comments. */
  readonly text: string;
  /** The lines that it logs. */
  readonly prints: readonly string[];
}

const FOLDER = "examples/functions";

/** What the programs share. */
const SHARED = "conversation.ts";

/** The leading comment, with a line of functions; the program; the lines that it prints, as comments. */
const FORM =
  /^\/\*\*\n((?: \* .*\n)+) \*\n \* Functions: ([^.(]+?)(?: \(on (\w+)\))?\.\n \*\/\n([\s\S]*?)\n\n((?:\/\/ prints: .*\n)+)$/;

let examples: readonly FunctionExample[] | null = null;

/** Every example, in order of their names. Throws for a file of another form. */
export function functionExamples(): readonly FunctionExample[] {
  examples ??= readdirSync(FOLDER)
    .filter((entry) => entry.endsWith(".ts") && entry !== SHARED)
    .sort()
    .map((entry) => read(`${FOLDER}/${entry}`, entry.replace(/\.ts$/, "")));
  return examples;
}

/** The examples that show a function. */
export function examplesOf(name: string): FunctionExample[] {
  return functionExamples().filter(({ functions }) => functions.includes(name));
}

function read(file: string, name: string): FunctionExample {
  const match = FORM.exec(readFileSync(file, "utf8"));
  if (match === null) throw new Error(`${file} is not a comment with its functions, a program, and what it prints`);
  const [, title, functions, system, text, prints] = match;
  return {
    name,
    file,
    title: title.replace(/^ \* /gm, "").trim().replaceAll("\n", " "),
    functions: functions.split(/,\s*(?:\*\s*)?/).map((each) => each.replace(/^\s*\*?\s*/, "")),
    system: system ?? null,
    text,
    prints: prints
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/^\/\/ prints: /, "")),
  };
}
