import { DEFAULT_PLACE } from "./places.js";
import type { Report, Run } from "./report.js";

/** The command that runs only this check again, with the same provider, target, engine, place and seed. */
export function repeatCommand(report: Report, run: Run, id: string): string {
  const { provider, target, engine } = run;
  const module = provider.sha256 === null ? [] : [quoted(provider.file)];
  const place = report.place === DEFAULT_PLACE ? [] : ["--place", report.place];
  const where = report.place === "system" ? ["--system"] : ["--target", target, "--engine", engine, ...place];
  const options = [...where, "--only", quoted(id), "--seed", report.seed];
  return ["npx ws2kit check", ...module, ...options].join(" ");
}

/** Quotes a word for the shell of the system. */
function quoted(word: string): string {
  if (process.platform === "win32") return /^[\w./\\:@+-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
