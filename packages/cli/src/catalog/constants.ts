import type { TargetModule } from "../files/targets.js";
import { unknownName } from "../terminal/usage-error.js";

/** A number, or the constant of the target with this name. */
export function numberOf(module: TargetModule, prefix: string, word: string): number {
  if (/^-?\d+$/.test(word)) return Number(word);
  const names = Object.keys(module).filter((name) => name.startsWith(prefix));
  const value = module[word];
  if (!names.includes(word) || typeof value !== "number") throw unknownName(`constant ${prefix}…`, word, names);
  return value;
}

/** The name that a target has for a number. */
export function constantName(module: TargetModule, prefix: string, value: number): string {
  return Object.keys(module).find((name) => name.startsWith(prefix) && module[name] === value) ?? String(value);
}
