import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import type { AbsentUse } from "./absent-uses.js";
import { CONFIG } from "./boot.js";
import type { Target } from "./target.js";

/** The compiler's messages for a function that ws2 lacks, or an export that the target's module lacks. */
const ABSENCES = [
  /^Property '(?<name>\w+)' does not exist on type '.*ProcessControl'\.(?: Did you mean '(?<guess>\w+)'\?)?$/,
  /"@ws2kit\/target[^"]*"' has no exported member (?:named )?'(?<name>\w+)'\.(?: Did you mean '(?<guess>\w+)'\?)?$/,
];

/** The type of a function or a global that is absent, in the compiler's messages: see `absentUses`. */
const ABSENT = /'Absent<"/;

/** The compiler's message for a missing configuration. */
const NO_CONFIG = `Cannot find module '${CONFIG}'`;

/** The compiler's message for a package of ws2kit, or an entry of one, that it does not find. */
const NO_PACKAGE =
  /^Cannot find module (?:or type declarations for side-effect import of )?'(?<name>@ws2kit\/(?!target'|config')[\w-]+)(?:\/(?<entry>[^']+))?'/;

/** Describes the mistakes of an application, a line each, with file, line, column and target. */
export function describeMistakes(
  diagnostics: readonly ts.Diagnostic[],
  absent: readonly AbsentUse[],
  target: Target,
): string {
  const lines = [
    ...absent.map(({ node, reason }) => at(node.getSourceFile(), node.getStart(), reason)),
    // the compiler's messages about what is absent concern the same places
    ...diagnostics.filter((diagnostic) => !ABSENT.test(textOf(diagnostic))).map((each) => describe(each, target)),
  ];
  return `this application does not compile for target ${target.name}:\n${lines.join("\n")}`;
}

function describe(diagnostic: ts.Diagnostic, target: Target): string {
  const { code, file, start = 0 } = diagnostic;
  const text = textOf(diagnostic);
  const message = `${absentPackage(text, file) ?? absence(text, target) ?? text} (TS${code})`;
  return file === undefined ? message : at(file, start, message);
}

function textOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, "\n  ");
}

function at(file: ts.SourceFile, start: number, message: string): string {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative("", file.fileName)}:${line + 1}:${character + 1}: ${message}`;
}

/** A short message in place of the compiler's about what the target or the device lacks; `null` for other messages. */
function absence(text: string, target: Target): string | null {
  if (text.startsWith(NO_CONFIG))
    return `there is no ${CONFIG}: write a config.json in the application's folder, or name another file`;
  for (const pattern of ABSENCES) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) continue;
    const guess = found.guess === undefined ? "" : `; did you mean ${found.guess}?`;
    return `target ${target.name} has no ${found.name}${guess}`;
  }
  return null;
}

/** A short message in place of the compiler's about an import from a package of ws2kit; `null` for other messages. */
function absentPackage(text: string, file: ts.SourceFile | undefined): string | null {
  const { name, entry } = NO_PACKAGE.exec(text)?.groups ?? {};
  if (name === undefined) return null;
  const entries = file === undefined ? null : installedEntries(name, dirname(resolve(file.fileName)));
  if (entries === null) return `${name} is not installed: run npm install ${name}`;
  if (entry === undefined) return null;
  const imports = entries.map((each) => name + each.slice(1));
  return `${name} has no entry "${entry}": import ${imports.join(" or ")}`;
}

/** The entries of a package that is installed for a folder: ".", "./text". `null` if it is not installed. */
function installedEntries(name: string, folder: string): string[] | null {
  const file = join(folder, "node_modules", name, "package.json");
  if (existsSync(file)) {
    const { exports = { ".": "" } } = JSON.parse(readFileSync(file, "utf8")) as { exports?: object };
    return Object.keys(exports).filter((entry) => entry !== "./package.json");
  }
  return dirname(folder) === folder ? null : installedEntries(name, dirname(folder));
}
