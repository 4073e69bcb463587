import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../cli/ws2kit.js";

/** A row of the table in docs/system.md: rules whose checks fail in Wine, and why. */
export interface SystemRow {
  /** Ids of rules; `*` stands for any part of an id. */
  readonly rules: readonly string[];
  readonly does: string;
  readonly verdict: string;
}

const ROW = /^\| (`[^|]+`) \| ([^|]+) \| ([^|]*) \|$/gm;

/** Reads the table. */
export function systemRows(): SystemRow[] {
  const page = readFileSync(join(ROOT, "docs/system.md"), "utf8");
  return [...page.matchAll(ROW)].map(([, rules, does, verdict]) => ({
    rules: [...rules.matchAll(/`([^`]+)`/g)].map(([, rule]) => rule),
    does,
    verdict,
  }));
}

/** Whether a pattern of a row names a rule. */
export function isNamed(rule: string, pattern: string): boolean {
  const [before, after = null] = pattern.split("*");
  if (after === null) return rule === before;
  return rule.length >= pattern.length - 1 && rule.startsWith(before) && rule.endsWith(after);
}
