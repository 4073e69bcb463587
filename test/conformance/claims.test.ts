import { CHECKS, checkId, describe as describeSubject, runCheck, thirdParty } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { type ProviderModule, type Supports, XP1_EXPEDITED_DATA, XP1_SUPPORT_BROADCAST } from "@ws2kit/spi";
import { expect } from "chai";
import { generous } from "../providers/generous.js";
import { modest } from "../providers/modest.js";
import { loopbackOnly, withoutOverlapped } from "../providers/narrowed.js";
import { shippedModule } from "./shipped-module.js";
import { TARGETS } from "./targets.js";

type Lie = readonly [of: string, target: string, module: ProviderModule, told: RegExp];

/** A provider with wrong claims. */
function saying(module: ProviderModule, supports: Supports, without = 0): ProviderModule {
  return (platform, imports) => {
    const inner = module(platform, imports);
    const protocols = inner.protocols.map((info) => ({ ...info, dwServiceFlags1: info.dwServiceFlags1 & ~without }));
    return { ...inner, protocols, supports: { ...inner.supports, ...supports } };
  };
}

const desktop = shippedModule("desktop");
const ce = shippedModule("ce");

/**
 * Capabilities that a provider has and does not claim, or claims and does not have, each with a check that must fail.
 */
const LIES: readonly Lie[] = [
  [
    "overlapped I/O that it has not",
    "desktop",
    saying(withoutOverlapped(desktop), { overlapped: true }),
    /^overlapped\//,
  ],
  ["overlapped I/O that it has", "desktop", saying(desktop, { overlapped: false }), /^claims\/no-overlapped/],
  ["network events that it has", "ce", saying(ce, { events: false }), /^claims\/no-events/],
  ["other hosts that it does not reach", "ce", saying(loopbackOnly(ce), { otherHosts: true }), /^accept\/|^connect\//],
  ["other hosts that it reaches", "ce", saying(ce, { otherHosts: false }), /^claims\/no-other-hosts/],
  ["sharing that it has not", "ce", saying(ce, { sharing: true }), /^sharing\//],
  ["sharing that it has", "ce", saying(generous, { sharing: false }), /^sharing\//],
  ["groups that it has not", "ce", saying(ce, { groups: true }), /^groups\//],
  ["groups that it has", "ce", saying(generous, { groups: false }), /^groups\//],
  ["multipoint that it has not", "ce", saying(ce, { multipoint: true }), /^WSPJoinLeaf\/|^multipoint\//],
  ["multipoint that it has", "ce", saying(generous, { multipoint: false }), /^WSPJoinLeaf\/|^multipoint\//],
  ["extension functions that it has", "desktop", saying(desktop, { extensions: false }), /^claims\/no-extensions/],
  ["window messages that it has not", "desktop", saying(generous, { messages: true }), /^WSAAsyncSelect\//],
  ["window messages that it has", "desktop", saying(desktop, { messages: false }), /^claims\/no-messages/],
  ["urgent data that it has", "ce", saying(ce, {}, XP1_EXPEDITED_DATA), /^claims\/no-urgent/],
  ["broadcasts that it has", "ce", saying(ce, {}, XP1_SUPPORT_BROADCAST), /^claims\/no-broadcast/],
  ["options that it has", "ce", saying(ce, { options: ["SO_TYPE"] }), /^claims\/options/],
  ["options that it has not", "ce", saying(ce, { options: ["SO_TYPE", "SO_MAX_MSG_SIZE"] }), /^claims\/options/],
];

describe("a wrong claim", () => {
  for (const [of, target, module, told] of LIES) {
    it(`is a failure: ${of}`, function () {
      this.timeout(60_000);
      const subject = thirdParty(TARGETS[target], module);
      const description = describeSubject(subject);
      const checks = CHECKS.filter((check) => told.test(checkId(check)));
      const outcomes = checks.map(
        (check) => runCheck(check, (findRule(check.rule) as Rule).applies, subject, description).outcome,
      );
      expect(outcomes).to.include("fail");
    });
  }
});

describe("a provider that has few capabilities and claims only these", () => {
  const subject = thirdParty(TARGETS.desktop, modest);
  const description = describeSubject(subject);

  for (const check of CHECKS.filter(({ rule }) => rule.startsWith("claims/"))) {
    it(`passes ${checkId(check)}`, () => {
      const { outcome, what } = runCheck(check, (findRule(check.rule) as Rule).applies, subject, description);
      expect(outcome, what).to.equal("pass");
    });
  }
});
