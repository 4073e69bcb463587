import { CHECKS, checkId, describe as describeSubject, OUTCOMES, type Result, runCheck } from "@ws2kit/conformance";
import { findRule, type RuleId } from "@ws2kit/rules";
import { expect } from "chai";
import { TARGET_NAMES, TARGETS, type TargetName } from "../conformance/targets.js";
import { EVERYTHING } from "../fixture/everything.js";
import { KINDS, type LayersOfAKind } from "./kinds.js";
import { withLayers } from "./stack.js";

const SEED = 1;
const DEPTHS = [1, 3, 6];

/** What the checks come to on a target with `depth` layers over its provider. */
function resultsOf(target: TargetName, kind: LayersOfAKind, depth: number): readonly Result[] {
  const openMachine = withLayers(TARGETS[target], depth, kind.overrides, kind.passesHandles);
  const subject = { openMachine, shipped: false, seed: SEED };
  const description = describeSubject(subject);
  return CHECKS.map((check) => {
    const { applies } = findRule(check.rule) as NonNullable<ReturnType<typeof findRule>>;
    return { ...runCheck(check, applies, subject, description), id: checkId(check) };
  });
}

describe("layers that change nothing", () => {
  const counts: string[] = [];

  for (const kind of KINDS) {
    const differed = new Set<RuleId>();

    for (const target of TARGET_NAMES) {
      for (const depth of EVERYTHING ? DEPTHS : kind.usually[target === "desktop" ? "desktop" : "others"]) {
        it(`${kind.name}: ${target} through ${depth}: every check has the same result as without layers`, function () {
          this.timeout(300_000);
          const results = resultsOf(target, kind, depth);
          counts.push(`${kind.name}, ${target} through ${depth}: ${countsOf(results, kind)}`);
          const failed = results.filter(({ outcome }) => outcome === "fail" || outcome === "broken");
          for (const { rule } of failed) if (rule in kind.mayDiffer) differed.add(rule as RuleId);
          const others = failed.filter(({ rule }) => !(rule in kind.mayDiffer));
          expect(others.map(({ id, what }) => `${id}: ${what}`)).to.deep.equal([]);
        });
      }
    }

    it(`${kind.name}: every listed difference exists`, () => {
      expect([...differed].sort()).to.deep.equal(Object.keys(kind.mayDiffer).sort());
    });
  }

  after("tell the counts", () => {
    console.log(`\n${CHECKS.length} checks through layers:\n${counts.join("\n")}`);
  });
});

function countsOf(results: readonly Result[], { mayDiffer }: LayersOfAKind): string {
  const differs = ({ outcome, rule }: Result) => (outcome === "fail" || outcome === "broken") && rule in mayDiffer;
  const rest = results.filter((result) => !differs(result));
  const counts = OUTCOMES.map(
    (outcome) => [outcome, rest.filter((result) => result.outcome === outcome).length] as const,
  );
  return [...counts, ["differ as listed", results.length - rest.length] as const]
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");
}
