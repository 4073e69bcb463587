import { codesOf, errorName, type Lineage } from "@ws2kit/rules";
import type { Result } from "./result.js";

/**
 * The codes that functions reported during checks although their documentation does not list them, each with a check
 * in which it occurred: "bind WSAEISCONN in bind/twice".
 */
export function undocumentedCodes(results: readonly Result[], lineage: Lineage): readonly string[] {
  const found = new Map<string, string>();
  for (const result of results) {
    for (const seen of result.codes) {
      const [name, code] = seen.split(" ");
      if (codesOf(name, lineage)?.includes(Number(code)) !== true && !found.has(seen)) {
        found.set(seen, `${name} ${errorName(Number(code))} in ${result.id}`);
      }
    }
  }
  return [...found.values()].sort();
}
