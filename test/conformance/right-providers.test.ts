import {
  CHECKS,
  checkId,
  describe as describeSubject,
  needsIn,
  type Result,
  runCheck,
  thirdParty,
} from "@ws2kit/conformance";
import letters from "@ws2kit/example-own-provider/steps/5-letters";
import { findRule, type Rule } from "@ws2kit/rules";
import { AF_INET, type ProviderModule, SOCK_DGRAM, SOCK_STREAM } from "@ws2kit/spi";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { hasLayerInBox, systemNamed } from "../fixture/systems.js";
import { loopbackOnly, type Narrowing, withEntries, withoutOverlapped } from "../providers/narrowed.js";
import { seqpacket } from "../providers/seqpacket.js";
import { shippedModule } from "./shipped-module.js";
import { TARGET_NAMES, TARGETS } from "./targets.js";

/** Every target where everything is asked for, else the two that extend no other. */
const CHECKED = EVERYTHING ? TARGET_NAMES : ["desktop", "ce"];

/** Providers that do all that they claim, with how many checks concern each at least. */
const RIGHT: Readonly<Record<string, readonly [Narrowing, leastPassed: number]>> = {
  "TCP over IPv4 alone": [withEntries((e) => e.iAddressFamily === AF_INET && e.iSocketType === SOCK_STREAM), 530],
  "UDP over IPv4 alone": [withEntries((e) => e.iAddressFamily === AF_INET && e.iSocketType === SOCK_DGRAM), 400],
  "IPv4 without IPv6": [withEntries((e) => e.iAddressFamily === AF_INET), 590],
  "IPv6 without IPv4": [withEntries((e) => e.iAddressFamily !== AF_INET), 350],
  "no overlapped I/O": [withoutOverlapped, 450],
  "the loopback alone": [loopbackOnly, 500],
  "a message-oriented stream, SOCK_SEQPACKET": [() => seqpacket, 380],
  "letters, as examples/own-provider has them": [() => letters, 410],
};

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
    it(`state all that it asks of a provider on ${target}`, function () {
      this.timeout(60_000);
      const subject = { openMachine: TARGETS[target], shipped: true, seed: 1 };
      const description = describeSubject(subject);
      // what a layer in the box asks of the provider below it is not the check's doing
      if (description.entries.length === 0 || hasLayerInBox(systemNamed(target))) return;
      const unstated = CHECKS.flatMap((check) => {
        const { applies } = findRule(check.rule) as Rule;
        const asked = needsIn(check, applies, subject, description);
        const stated: readonly string[] = [...(check.needs ?? []), ...(check.brings ?? []), applies.capability ?? ""];
        return asked.filter((need) => !stated.includes(need)).map((need) => `${checkId(check)}: ${need}`);
      });
      expect(unstated).to.deep.equal([]);
    });
  }
});
