import {
  CHECKS,
  checkId,
  describe as describeSubject,
  needsIn,
  type Result,
  runCheck,
  thirdParty,
} from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import type { ProviderModule } from "@ws2kit/spi";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { hasLayerInBox, systemNamed } from "../fixture/systems.js";
import { LOOPBACK } from "./places.js";
import { RIGHT } from "./right.js";
import { shippedModule } from "./shipped-module.js";
import { TARGET_NAMES, TARGETS } from "./targets.js";

/** By default, the two targets that extend no other; every target if everything is asked for. */
const CHECKED = EVERYTHING ? TARGET_NAMES : ["desktop"];

function resultsOf(target: string, module: ProviderModule): Result[] {
  const subject = thirdParty(TARGETS[target], module);
  const description = describeSubject(subject);
  return CHECKS.map((check) => runCheck(check, (findRule(check.rule) as Rule).applies, subject, description));
}

const isTrouble = ({ outcome, leaks }: Result) =>
  outcome === "fail" || outcome === "broken" || (leaks !== null && leaks.handles + leaks.sockets > 0);

for (const target of CHECKED) {
  describe(`a right provider on ${target}`, function () {
    this.timeout(60_000);

    for (const [name, [narrow, leastPassed]] of Object.entries(RIGHT)) {
      it(`of ${name} is green`, () => {
        const results = resultsOf(target, narrow(shippedModule(target)));
        const troubles = results
          .filter(isTrouble)
          .map(({ id, outcome, what, leaks }) => ({ id, outcome, what, leaks }));
        expect(troubles).to.deep.equal([]);
        expect(results.filter(({ outcome }) => outcome === "pass").length).to.be.at.least(leastPassed);
      });
    }
  });
}

describe("the needs of a check", () => {
  for (const target of CHECKED) {
    it(`state everything that it requires of a provider on ${target}`, function () {
      this.timeout(60_000);
      const subject = { openMachine: TARGETS[target], shipped: true, seed: 1 };
      const description = describeSubject(subject);
      // the calls of a shipped layer to the provider below are not the check's calls
      if (description.entries.length === 0 || hasLayerInBox(systemNamed(target))) return;
      const unstated = CHECKS.flatMap((check) => {
        const { applies } = findRule(check.rule) as Rule;
        const asked = needsIn(check, applies, subject, description);
        const stated: readonly string[] = [...(check.needs ?? []), ...(check.brings ?? []), applies.capability ?? ""];
        const lacking = asked.filter((need) => !(LOOPBACK.facilities as readonly string[]).includes(need));
        return lacking.filter((need) => !stated.includes(need)).map((need) => `${checkId(check)}: ${need}`);
      });
      expect(unstated).to.deep.equal([]);
    });
  }
});
