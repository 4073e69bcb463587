import {
  CHECKS,
  checkId,
  describe as describeSubject,
  type OpenMachine,
  type Result,
  runCheck,
} from "@ws2kit/conformance";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import { findRule } from "@ws2kit/rules";
import { AF_INET, openMachine, SOCK_RAW, SOCK_STREAM } from "@ws2kit/target-mobile5";
import { expect } from "chai";

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

describe("the shipped providers of Windows Mobile 5.0", () => {
  const machine = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });

  it("include chains of one ProviderId over every entry except the raw entry, ahead of TCP/IP", () => {
    const { entries } = machine.catalog;
    const chains = entries.filter(({ ProtocolChain }) => ProtocolChain.ChainLen === 2);
    const bases = entries.filter(({ ProtocolChain }) => ProtocolChain.ChainLen === 1);
    const covered = bases.filter(({ iSocketType }) => iSocketType !== SOCK_RAW);
    expect(chains.map(({ iAddressFamily, iProtocol }) => [iAddressFamily, iProtocol])).to.have.deep.members(
      covered.map(({ iAddressFamily, iProtocol }) => [iAddressFamily, iProtocol]),
    );
    expect(new Set(chains.map(({ ProviderId }) => ProviderId)).size).to.equal(1);
    expect(machine.openProcess().explainSocket(AF_INET, SOCK_STREAM, 0).chain).to.have.length(2);
  });
});

describe("sockets that are not secure", () => {
  it("do not depend on the platform's TLS: every check has the same result with and without it", function () {
    this.timeout(60_000);
    const { tls } = nodePlatform();
    const without = outcomes(openMachine);
    const failures: string[] = [];
    for (const [id, { outcome, what }] of outcomes(({ platform }) => openMachine({ platform: { ...platform, tls } }))) {
      if (outcome !== without.get(id)?.outcome) failures.push(`${id}: ${outcome}: ${what}`);
    }
    expect(failures).to.deep.equal([]);
  });
});
