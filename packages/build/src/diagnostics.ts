import { relative } from "node:path";
import ts from "typescript";
import { CONFIG } from "./boot.js";
import type { Target } from "./target.js";

/** How the compiler says that ws2 lacks a function, or the target's module an export. */
const ABSENCES = [
  /^Property '(?<name>\w+)' does not exist on type '.*ProcessControl'\.(?: Did you mean '(?<guess>\w+)'\?)?$/,
  /"@ws2kit\/target[^"]*"' has no exported member (?:named )?'(?<name>\w+)'\.(?: Did you mean '(?<guess>\w+)'\?)?$/,
];

/** How it says that nothing is the application's configuration. */
const NO_CONFIG = `Cannot find module '${CONFIG}'`;

/** What is wrong with an application, a line a mistake: file, line, column, and the target that was asked. */
export function describeDiagnostics(diagnostics: readonly ts.Diagnostic[], target: Target): string {
  const lines = diagnostics.map((diagnostic) => describe(diagnostic, target));
  return `this application does not compile for target ${target.name}:\n${lines.join("\n")}`;
}

function describe(diagnostic: ts.Diagnostic, target: Target): string {
  const { code, file, start = 0 } = diagnostic;
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n  ");
  const message = `${absence(text, target) ?? text} (TS${code})`;
  if (file === undefined) return message;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative("", file.fileName)}:${line + 1}:${character + 1}: ${message}`;
}

/** The compiler prints the whole type of ws2 where the name of the target says more. */
function absence(text: string, target: Target): string | null {
  if (text.startsWith(NO_CONFIG)) return `there is no ${CONFIG}: put a config.json beside the application, or name one`;
  for (const pattern of ABSENCES) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) continue;
    const guess = found.guess === undefined ? "" : `; did you mean ${found.guess}?`;
    return `target ${target.name} has no ${found.name}${guess}`;
  }
  return null;
}
