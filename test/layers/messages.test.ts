import { CHECKS, checkId, describe as describeSubject, runCheck } from "@ws2kit/conformance";
import { findRule } from "@ws2kit/rules";
import { assert } from "chai";
import { TARGETS } from "../conformance/targets.js";
import { withLayers } from "./stack.js";

const ASYNC_SELECT = CHECKS.filter(({ rule }) => rule.startsWith("WSAAsyncSelect/"));

describe("window messages through layers", () => {
  for (const passesHandles of [false, true]) {
    for (const depth of [1, 3]) {
      const handles = passesHandles ? "handles passed up" : "separate handles";
      it(`are the same as without layers, through ${depth} with ${handles}`, () => {
        const openMachine = withLayers(TARGETS.desktop, depth, {}, passesHandles);
        // the layers change nothing, so the rules of the provider below hold above them
        const subject = { openMachine, shipped: true, seed: 1 };
        const description = describeSubject(subject);
        for (const check of ASYNC_SELECT) {
          const { applies } = findRule(check.rule) as NonNullable<ReturnType<typeof findRule>>;
          const { outcome, what, leaks } = runCheck(check, applies, subject, description);
          assert.equal(outcome, "pass", `${checkId(check)}: ${what}`);
          assert.equal(leaks?.handles, 0, `${checkId(check)}: handles that are left, a layer's window among them`);
        }
      });
    }
  }
});
