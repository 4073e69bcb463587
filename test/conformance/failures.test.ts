import { checksById, describe as describeSubject, failureText, type Result, runCheck } from "@ws2kit/conformance";
import { findRule } from "@ws2kit/rules";
import { ref, WSAENETDOWN } from "@ws2kit/spi";
import { expect } from "chai";
import { withMutatedBase } from "../mutants/apply.js";
import type { Change } from "../mutants/mutant.js";
import { refuse } from "../mutants/rows.js";
import { TARGETS, type TargetName } from "./targets.js";

/** Runs a check by its id, on a target whose provider is changed. */
function resultWith(id: string, target: TargetName, change: Change): Result {
  const check = checksById().get(id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const rule = findRule(check.rule);
  if (rule === undefined) throw new Error(`no rule ${check.rule}`);
  const subject = { openMachine: withMutatedBase(TARGETS[target], () => change), shipped: true, seed: 1 };
  return runCheck(check, rule.applies, subject, describeSubject(subject));
}

const ignoresGroups: Change = {
  slots: {
    WSPSocket:
      (socket) =>
      (af, type, protocol, info, _g, ...rest) =>
        socket(af, type, protocol, info, 0 as never, ...rest),
  },
};
const always: Change = {
  slots: {
    WSPBind:
      (bind) =>
      (...args) =>
        bind(...args) && 0,
  },
};

describe("the result of a check", () => {
  it("is a failure if the opposite of a rule does not hold", () => {
    expect(resultWith("groups/join", "ce", {}).outcome).to.equal("not-supported");
    expect(resultWith("groups/join", "ce", ignoresGroups).outcome).to.equal("fail");
  });

  it("is broken if the check cannot set up its subject", () => {
    const down: Change = {
      slots: {
        WSPSocket:
          () =>
          (...args) =>
            refuse(args, WSAENETDOWN),
      },
    };
    const result = resultWith("bind/twice", "desktop", down);
    expect(result.outcome).to.equal("broken");
    expect(failureText(result)).to.match(/^bind\/twice: broken/);
    expect(failureText(result)).to.contain("WSAENETDOWN (10050)");
  });

  it("is shown with names, numbers, the rule and the calls", () => {
    const failure = failureText(resultWith("bind/twice", "desktop", always));
    expect(failure).to.match(/expected WSAEINVAL \(10022\)\n {2}got {6}success\n {2}rule 1202: /);
    expect(failure).to.match(/WSPBind\(\d+, <02 00 .*>, 16\) = 0/);
  });

  it("contains the provider's leaks", () => {
    const nothing = { handles: 0, sockets: 0, operations: 0 };
    expect(resultWith("bind/twice", "desktop", {}).leaks).to.deep.equal(nothing);
    // each startup opens an event that no code closes
    const startup: Change["startup"] = (start) => (version, data, info, upcalls, table) => {
      upcalls.WPUCreateEvent(ref(0));
      return start(version, data, info, upcalls, table);
    };
    const kept = resultWith("bind/twice", "desktop", { startup });
    expect(kept).to.deep.include({ outcome: "pass", leaks: { ...nothing, handles: 1 } });
  });
});
