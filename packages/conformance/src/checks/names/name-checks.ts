import type { RuleId } from "@ws2kit/rules";
import { equal } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { DESKTOP_NAME_CALLS, NAME_CALLS, type NameCall, resultsOf } from "./name-calls.js";
import { DESKTOP_NAME_ROWS, NAME_ROWS, type NameRows } from "./name-rows.js";

function checksOf(
  rule: RuleId,
  groups: Readonly<Record<string, Readonly<Record<string, NameCall>>>>,
  rows: NameRows,
): readonly Check[] {
  return Object.entries(groups).map(([of, calls]) => ({
    rule,
    of,
    needs: ["IPv4", "host names"],
    run(bench) {
      const results = resultsOf(bench, calls);
      for (const [expected, names] of Object.entries(rows[of])) {
        for (const name of names.split(" | ")) equal(results[name], expected, `${of} with ${name}`);
      }
    },
  }));
}

/** Functions for names and addresses with each combination of arguments. */
export const NAME_CHECKS: readonly Check[] = [
  ...checksOf("names/results", NAME_CALLS, NAME_ROWS),
  ...checksOf("names/desktop-results", DESKTOP_NAME_CALLS, DESKTOP_NAME_ROWS),
];
