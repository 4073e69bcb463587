import { CHECKS } from "@ws2kit/conformance";
import { RULES, SHIPPED_RULES, UNCHECKED_RULES } from "@ws2kit/rules";
import { expect } from "chai";

describe("rule coverage", () => {
  const checked = new Set<string>(CHECKS.map((check) => check.rule));
  const reasons = new Map(Object.entries(UNCHECKED_RULES));

  it("every rule has a check or a reason", () => {
    const open = RULES.filter((rule) => !checked.has(rule.id) && !reasons.has(rule.id));
    expect(open.map((rule) => rule.id)).to.deep.equal([]);
  });

  it("a rule with a check has no reason", () => {
    expect([...reasons.keys()].filter((id) => checked.has(id))).to.deep.equal([]);
  });

  it("exactly the rules that apply only to the shipped provider state why", () => {
    const shipped = RULES.filter((rule) => rule.applies.half === "shipped").map((rule) => rule.id);
    expect(Object.keys(SHIPPED_RULES).sort()).to.deep.equal([...shipped].sort());
  });

  it("reasons are sentences", () => {
    for (const [id, reason] of [...reasons, ...Object.entries(SHIPPED_RULES)])
      expect(reason, id).to.match(/^[A-Z].+\.$/);
  });
});
