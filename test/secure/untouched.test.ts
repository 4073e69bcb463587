import {
  CHECKS,
  checkId,
  describe as describeSubject,
  type OpenMachine,
  type Result,
  runCheck,
} from "@ws2kit/conformance";
import { nodePlatform } from "@ws2kit/platform-node";
import { findRule } from "@ws2kit/rules";
import { expect } from "chai";
import { secureSystem } from "../fixture/systems.js";

/** What every check comes to on a target. */
function outcomes(openMachine: OpenMachine): ReadonlyMap<string, Result> {
  const subject = { openMachine, shipped: true, seed: 1 };
  const description = describeSubject(subject);
  return new Map(
    CHECKS.map((check) => {
      const { applies } = findRule(check.rule) as NonNullable<ReturnType<typeof findRule>>;
      return [checkId(check), runCheck(check, applies, subject, description)];
    }),
  );
}

describe("sockets that are not secure", () => {
  it("are on a platform with TLS what they are on one without: every check comes out alike", function () {
    this.timeout(60_000);
    const { tls } = nodePlatform();
    const { openMachine } = secureSystem();
    const without = outcomes(openMachine);
    const failures: string[] = [];
    for (const [id, { outcome, what }] of outcomes(({ platform }) => openMachine({ platform: { ...platform, tls } }))) {
      if (outcome !== without.get(id)?.outcome) failures.push(`${id}: ${outcome}: ${what}`);
    }
    expect(failures).to.deep.equal([]);
  });
});
