import { SYSTEM } from "@ws2kit/native";
import { RULES } from "@ws2kit/rules";
import { assert } from "chai";
import { isNamed, systemRows } from "./system-page.js";

/** A source besides ws2kit's own rulings: a page, Wine's own test, a captured value. */
const WITNESS = /\b(page|reference|oracle|captured|desktop|1997|CE)\b/;

describe("docs/system.md", () => {
  const rows = systemRows();

  it("has a verdict for each row, and names rules that exist", () => {
    assert.isAbove(rows.length, 30);
    for (const { rules, verdict } of rows) {
      assert.match(verdict, /^Wine\b/, rules.join());
      for (const pattern of rules)
        assert.isTrue(
          RULES.some(({ id }) => isNamed(id, pattern)),
          pattern,
        );
    }
  });

  it("has a witness for each rule: its source, or a page that the row names", () => {
    for (const { rules, verdict } of rows) {
      if (/\bpages?\b/.test(verdict)) continue;
      // a pattern is for rules that have a source in common
      const named = RULES.filter(({ id }) => rules.includes(id));
      for (const { id, source } of named) assert.match(source, WITNESS, id);
    }
  });

  it("names no rule that the place does not run", () => {
    const limits = SYSTEM.limits.flatMap((limit) => limit.rules);
    const named = rows.flatMap((row) => row.rules);
    assert.deepEqual(
      named.filter((rule) => limits.includes(rule)),
      [],
    );
    assert.deepEqual([...new Set(named)], named);
  });
});
