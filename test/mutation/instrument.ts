import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import ts from "typescript";
import { compiledName, mutatedSources } from "./sources.js";

/** One change of one source. */
export interface Mutation {
  readonly id: string;
  readonly file: string;
  /** The position of the change's first character; the first line is 1. */
  readonly line: number;
  /** The original and the replacement, each on one line. */
  readonly original: string;
  readonly replacement: string;
}

/** StrykerJS's instrumenter reports its progress to this logger, which ignores it. */
const SILENT = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
};

/**
 * Compiles the mutated sources into `directory`, under their compiled names. The code there holds every mutation and
 * runs the one whose id is active. Returns all mutations.
 */
export async function instrument(directory: string, only: string): Promise<readonly Mutation[]> {
  const sources = mutatedSources(only).map((source) => ({ ...source, mutate: true }));
  const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: false };
  const { files, mutants } = await new Instrumenter(SILENT).instrument(sources, options);
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  for (const { name, content } of files) {
    const path = join(directory, compiledName(name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, ts.transpileModule(content, { compilerOptions }).outputText);
  }
  const lines = new Map(sources.map(({ name, content }) => [name, content.split("\n")]));
  return mutants.map(({ id, fileName, location: { start, end }, replacement }) => {
    const text = (lines.get(fileName) ?? []).slice(start.line, end.line + 1);
    text[text.length - 1] = text[text.length - 1].slice(0, end.column);
    text[0] = text[0].slice(start.column);
    return {
      id,
      file: fileName,
      line: start.line + 1,
      original: oneLine(text.join("\n")),
      replacement: oneLine(replacement ?? ""),
    };
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
