import { CHECKS, checkId, type Result } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { assert } from "chai";
import type { Job } from "#cli/engine/conversation.js";
import { runInLanes } from "#cli/engine/run-job.js";
import { ROOT } from "./ws2kit.js";

/** The provider hangs in the first; the others are not about ce. */
const IDS = ["bind/twice", "port/aborted", "port/timeout", "WSAPoll/timeout"];

function job(): Omit<Job, "limit"> {
  const checks = CHECKS.filter((check) => IDS.includes(check.rule)).map((check) => ({
    id: checkId(check),
    rule: check.rule,
    applies: JSON.stringify((findRule(check.rule) as Rule).applies),
  }));
  const module = `${ROOT}test/lib/cli/providers/hanging.js`;
  return { engine: "node", place: "simulated", target: "ce", module, seed: 1, checks };
}

describe("checks of real calls, in processes side by side", () => {
  it("end with a check that does not return, and are reported once each, in order", async () => {
    const whole = job();
    const ids = whole.checks.map(({ id }) => id);
    assert.isAbove(ids.length, 3);
    const told: string[] = [];
    const listener = { result: ({ id }: Result) => void told.push(id), printed: () => undefined };
    const { results } = await runInLanes(whole, listener, { limits: [2000, 2000], mayBlock: true });
    assert.sameMembers(told, ids);
    assert.deepEqual(
      results.map(({ id }) => id),
      ids,
    );
    const [late] = results.filter(({ outcome }) => outcome === "fail");
    assert.equal(late.id, "bind/twice");
    assert.match(JSON.stringify(late.got), /did not return within 2000 ms/);
    assert.isTrue(results.every((result) => result === late || result.outcome === "not-applicable"));
  }).timeout(60_000);
});
