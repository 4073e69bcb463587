import {
  CHECKS,
  describe as describeSubject,
  type Result,
  runCheck,
  type Subject,
  thirdParty,
} from "@ws2kit/conformance";
import { defineLayer } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { findRule, type Rule } from "@ws2kit/rules";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { generous } from "../providers/generous.js";
import { MAILBOX_FAMILY, mailbox } from "../providers/mailbox.js";
import { describeTarget } from "./runs.js";
import { shippedModule } from "./shipped-module.js";
import { TARGET_NAMES, TARGETS } from "./targets.js";

const newPlatform = () => memoryPlatform({ network: memoryNetwork() });

const plainLayer = defineLayer({
  ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D3000",
  name: "Plain",
  attach: () => ({}),
});

/** The checks that a subject fails, and its leaks. */
function complaints(subject: Subject): string[] {
  const description = describeSubject(subject);
  const results = CHECKS.map((check) => runCheck(check, (findRule(check.rule) as Rule).applies, subject, description));
  return results.flatMap((result) => complaintsOf(result));
}

function complaintsOf({ id, outcome, what, leaks }: Result): string[] {
  const isKept = leaks !== null && leaks.handles + leaks.sockets > 0;
  return outcome === "fail" || outcome === "broken" || isKept
    ? [`${id}: ${outcome} ${what} ${JSON.stringify(leaks)}`]
    : [];
}

for (const target of EVERYTHING ? TARGET_NAMES : ["desktop", "ce"]) {
  describe(`a third party's provider on ${target}`, function () {
    this.timeout(60_000);

    it("replaces the shipped providers, if it is a base", () => {
      const subject = thirdParty(TARGETS[target], mailbox);
      const { entries } = subject.openMachine({ platform: newPlatform() }).catalog;
      expect(entries.map((entry) => entry.iAddressFamily)).to.deep.equal([MAILBOX_FAMILY]);
      const { provider, shipped, capabilities } = describeSubject(subject);
      expect({ provider, shipped }).to.deep.equal({ provider: "base", shipped: false });
      expect(capabilities).to.deep.equal(["datagram", "sharing"]);
    });

    it("has a chain over every shipped entry, and the capabilities of the provider below, if it is a layer", () => {
      const subject = thirdParty(TARGETS[target], plainLayer);
      const { entries } = subject.openMachine({ platform: newPlatform() }).catalog;
      expect(entries[0].szProtocol).to.match(/^Checked over \[/);
      const { provider, shipped, capabilities } = describeSubject(subject);
      expect({ provider, shipped }).to.deep.equal({ provider: "layered", shipped: false });
      expect(capabilities).to.deep.equal(describeTarget(target).capabilities);
    });

    it("passes every check and leaks nothing, if it is the shipped provider", () => {
      expect(complaints(thirdParty(TARGETS[target], shippedModule(target)))).to.deep.equal([]);
    });

    // it completes operations as Windows CE does
    if (target !== "desktop") {
      it("passes every check and leaks nothing, if it supports sharing, groups and multipoint", () => {
        const subject = thirdParty(TARGETS[target], generous);
        expect(describeSubject(subject).capabilities).to.include.members(["sharing", "groups", "multipoint"]);
        expect(complaints(subject)).to.deep.equal([]);
      });
    }

    it("passes every check and leaks nothing, if it is a layer that changes nothing", () => {
      expect(complaints(thirdParty(TARGETS[target], plainLayer))).to.deep.equal([]);
    });

    it("is refused with the reason, if it does not load", () => {
      const broken = thirdParty(TARGETS[target], () => {
        throw new Error("no modem here");
      });
      expect(() => describeSubject(broken)).to.throw("the module does not load: Error: no modem here");
    });
  });
}
