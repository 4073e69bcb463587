import { relative } from "node:path";
import ts from "typescript";
import { CONFIG } from "./boot.js";
import type { Target } from "./target.js";

/** The compiler's messages for a function that ws2 lacks, or an export that the target's module lacks. */
const ABSENCES = [
  /^Property '(?<name>\w+)' does not exist on type '.*ProcessControl'\.(?: Did you mean '(?<guess>\w+)'\?)?$/,
  /"@ws2kit\/target[^"]*"' has no exported member (?:named )?'(?<name>\w+)'\.(?: Did you mean '(?<guess>\w+)'\?)?$/,
];

/** The type of a function or a global that is absent, as the compiler's messages show it: see `Absent`. */
const ABSENT = /'Absent<"(?<reason>[^"]+)">'/;

/** The compiler's message for a missing configuration. */
const NO_CONFIG = `Cannot find module '${CONFIG}'`;

/** Describes the mistakes of an application, a line each, with file, line, column and target. */
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

/** A short message in place of the compiler's about what the target or the device lacks; `null` for other messages. */
function absence(text: string, target: Target): string | null {
  if (text.startsWith(NO_CONFIG))
    return `there is no ${CONFIG}: write a config.json in the application's folder, or name another file`;
  const reason = ABSENT.exec(text)?.groups?.reason;
  if (reason !== undefined) return reason;
  for (const pattern of ABSENCES) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) continue;
    const guess = found.guess === undefined ? "" : `; did you mean ${found.guess}?`;
    return `target ${target.name} has no ${found.name}${guess}`;
  }
  return null;
}
