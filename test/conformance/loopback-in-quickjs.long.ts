import { CHECKS, checkId } from "@ws2kit/conformance";
import { DEVICE_LIMITS } from "@ws2kit/platform-device";
import { findRule, type Rule } from "@ws2kit/rules";
import { expect } from "chai";
import { runJob } from "#cli/engine/run-job.js";
import { EVERYTHING } from "../fixture/everything.js";
import { TARGET_NAMES } from "./targets.js";

/** Of so many checks, one runs where not everything is asked for. */
const SAMPLED = 61;

describe("the place loopback in QuickJS", function () {
  this.timeout(300_000);

  for (const target of EVERYTHING ? TARGET_NAMES : ["ce"]) {
    it(`passes the checks that can hold there, and leaves nothing open, on ${target}`, async () => {
      const checks = CHECKS.filter((_, i) => EVERYTHING || i % SAMPLED === 0).map((check) => ({
        id: checkId(check),
        rule: check.rule,
        applies: JSON.stringify((findRule(check.rule) as Rule).applies),
      }));
      const { refused, results } = await runJob(
        { engine: "quickjs", place: "loopback", target, module: null, seed: 1, checks },
        { result: () => undefined, printed: () => undefined },
      );
      expect(refused).to.equal("");
      expect(results).to.have.length(checks.length);
      const troubles = results.filter(
        ({ outcome, leaks }) =>
          outcome === "fail" ||
          outcome === "broken" ||
          (leaks !== null && leaks.handles + leaks.sockets + leaks.operations > 0),
      );
      expect(troubles.map(({ id, what, leaks }) => ({ id, what, leaks }))).to.deep.equal([]);
      expect(results.filter(({ outcome }) => outcome === "pass").length).to.be.at.least(results.length / 2);
    });
  }

  it("does not run a check that needs a function that a device's host lacks", async () => {
    // its check runs in Node's loopback, so that only DEVICE_LIMITS can rule it out
    const rule = "WSASendMsg/header-fields";
    const check = { id: rule, rule, applies: JSON.stringify((findRule(rule) as Rule).applies) };
    const { refused, results } = await runJob(
      { engine: "quickjs", place: "loopback", target: "desktop", module: null, seed: 1, checks: [check] },
      { result: () => undefined, printed: () => undefined },
    );
    expect(refused).to.equal("");
    const [{ subject, text }] = DEVICE_LIMITS;
    expect(results.map(({ outcome, what }) => ({ outcome, what }))).to.deep.equal([
      { outcome: "not-applicable", what: `the place loopback has a limit: ${subject}: ${text}` },
    ]);
  });

  it("has ports that are free, and counts the sockets of each host", async () => {
    const rule = "bind/names";
    const check = { id: rule, rule, applies: JSON.stringify((findRule(rule) as Rule).applies) };
    const { results } = await runJob(
      { engine: "quickjs", place: "loopback", target: "ce", module: null, seed: 1, checks: [check] },
      { result: () => undefined, printed: () => undefined },
    );
    expect(results.map(({ outcome, leaks }) => ({ outcome, leaks }))).to.deep.equal([
      { outcome: "pass", leaks: { handles: 0, sockets: 0, operations: 0 } },
    ]);
  });
});
