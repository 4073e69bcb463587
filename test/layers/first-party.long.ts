import { CHECKS, checkId, describe as describeSubject, type OpenMachine, runCheck } from "@ws2kit/conformance";
import { fault, filter, installStack, meter, record, trace } from "@ws2kit/layers";
import { findRule } from "@ws2kit/rules";
import { expect } from "chai";
import { TARGET_NAMES, TARGETS, type TargetName } from "../conformance/targets.js";
import { EVERYTHING } from "../fixture/everything.js";

const SEED = 1;
const KINDS = { trace, filter, meter, fault, record };
const ROWS = [
  { layer: "trace" },
  { layer: "filter" },
  { layer: "meter" },
  { layer: "fault" },
  { layer: "record" },
] as const;

/** By default, all together on one target; if everything is asked for, also each alone and on every target. */
const STACKS = EVERYTHING ? [ROWS, ...ROWS.map((row) => [row])] : [ROWS];
const CHECKED: readonly TargetName[] = EVERYTHING ? TARGET_NAMES : ["ce"];

/** Through `record`, WSAPoll is made of select, which reports the end of a stream once what came before it is read. */
const DIFFERS_THROUGH_RECORD: readonly string[] = ["WSAPoll/hangup"];

function withStack(openMachine: OpenMachine, stack: readonly (typeof ROWS)[number][]): OpenMachine {
  return (parts) => {
    const machine = openMachine(parts);
    expect(installStack(machine, stack, KINDS, () => {})).to.equal(0);
    return machine;
  };
}

describe("first-party layers with options that change nothing", () => {
  for (const target of CHECKED) {
    for (const stack of STACKS) {
      it(`${target} through ${stack.map(({ layer }) => layer).join(", ")}: every check has the same result as without layers`, function () {
        this.timeout(300_000);
        const subject = { openMachine: withStack(TARGETS[target], stack), shipped: false, seed: SEED };
        const description = describeSubject(subject);
        const failures: string[] = [];
        const differs = stack.some(({ layer }) => layer === "record") ? DIFFERS_THROUGH_RECORD : [];
        for (const check of CHECKS) {
          const { applies } = findRule(check.rule) as NonNullable<ReturnType<typeof findRule>>;
          const { outcome, what } = runCheck(check, applies, subject, description);
          const isListed = differs.includes(check.rule);
          if (outcome === "broken" || (outcome === "fail" && !isListed)) failures.push(`${checkId(check)}: ${what}`);
          if (outcome === "pass" && isListed) failures.push(`${checkId(check)}: it is listed to differ, and passes`);
        }
        expect(failures).to.deep.equal([]);
      });
    }
  }
});
