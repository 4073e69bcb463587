import { CHECKS, checkId, describe as describeSubject, type Result, runCheck } from "@ws2kit/conformance";
import { findRule, type RuleId } from "@ws2kit/rules";
import { expect } from "chai";
import { TARGET_NAMES, TARGETS, type TargetName } from "../conformance/targets.js";
import { withLayers } from "./stack.js";

const SEED = 1;
const DEPTHS = [1, 3, 6];

/** What may differ through layers, and why. */
const MAY_DIFFER: Readonly<Partial<Record<RuleId, string>>> = {
  "handles/closed-stays-closed": "seven handles a socket use up the numbers seven times as fast",
};

/** What the checks come to on a target with `depth` layers over its provider. */
function outcomes(target: TargetName, depth: number): ReadonlyMap<string, Result> {
  const openMachine = TARGETS[target];
  const subject = { openMachine: withLayers(openMachine, depth), shipped: false, seed: SEED };
  const description = describeSubject(subject);
  return new Map(
    CHECKS.map((check) => {
      const { applies } = findRule(check.rule) as NonNullable<ReturnType<typeof findRule>>;
      return [checkId(check), runCheck(check, applies, subject, description)];
    }),
  );
}

describe("layers that change nothing", () => {
  const differed = new Set<RuleId>();

  for (const target of TARGET_NAMES) {
    for (const depth of DEPTHS) {
      it(`${target} through ${depth}: every check comes out as without`, function () {
        this.timeout(60_000);
        const failures: string[] = [];
        for (const [id, { rule, outcome, what }] of outcomes(target, depth)) {
          if (outcome !== "fail" && outcome !== "broken") continue;
          if (rule in MAY_DIFFER) differed.add(rule as RuleId);
          else failures.push(`${id}: ${what}`);
        }
        expect(failures).to.deep.equal([]);
      });
    }
  }

  it("differ in nothing that is listed in vain", () => {
    expect([...differed].sort()).to.deep.equal(Object.keys(MAY_DIFFER).sort());
  });
});
