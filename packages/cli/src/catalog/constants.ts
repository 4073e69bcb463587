import type { TargetModule } from "../files/targets.js";
import { unknownName } from "../terminal/usage-error.js";

/**
 * Parses an argument of `ws2kit catalog why`: a decimal number, or the name of a constant that the target exports and
 * that begins with `prefix`. Throws a UsageError for any other word.
 */
export function numberOf(module: TargetModule, prefix: string, word: string): number {
  if (/^-?\d+$/.test(word)) return Number(word);
  const names = Object.keys(module).filter((name) => name.startsWith(prefix));
  const value = module[word];
  if (!names.includes(word) || typeof value !== "number") throw unknownName(`constant ${prefix}…`, word, names);
  return value;
}

/** Returns the name of the target's constant that begins with `prefix` and has this value. */
export function constantName(module: TargetModule, prefix: string, value: number): string {
  return Object.keys(module).find((name) => name.startsWith(prefix) && module[name] === value) ?? String(value);
}
