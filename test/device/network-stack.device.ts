import { runDevice } from "@ws2kit/example-device/device-program";
import { build, type Host, listHosts } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { guestContract } from "../network-stack/guest-contract.js";
import { LACKING_UNDER_WINE } from "../network-stack/wine.js";
import { scratchFile } from "./images.js";

/** Large budgets, because the contract tests the host, not its budgets. */
const BUDGETS = ["--heap", String(16 << 20), "--watchdog", "60000", "--log", "100000000"];

/**
 * The sentences of the contract that are not run, by the emulator of the host's program, with the reason. The first
 * three of wine are limits of the port, which README.md states; the others are rules of Winsock that wine 8 does not
 * follow.
 */
const LACKS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "qemu-": {
    "qemu-user has no IP_MULTICAST_IF": [
      "reach the members of a multicast group, until they leave it",
      "supports every option of IPv4 datagrams that is forwarded to it",
      "supports every option of IPv6 datagrams that is forwarded to it",
    ],
  },
  wine: {
    "Windows does not report how long a datagram was that it has cut": [
      "return their whole length when they are cut, and the rest is lost",
    ],
    ...LACKING_UNDER_WINE,
  },
};

/** The reason why a sentence is not run on a host; "" if it is run. */
function lack({ runner }: Host, behaviour: string): string {
  const under = Object.keys(LACKS).find((each) => runner?.[0]?.includes(each));
  const found = Object.entries(under === undefined ? {} : LACKS[under]);
  return found.find(([, behaviours]) => behaviours.includes(behaviour))?.[0] ?? "";
}

for (const host of listHosts().filter(({ runner }) => runner !== null)) {
  const run = async (source: string) => {
    await build(host);
    const { code, log, complaints } = await runDevice(host, ...BUDGETS, scratchFile("contract.js", source));
    assert.equal(code, 0, complaints.join("\n"));
    return log;
  };
  guestContract(`device host ${host.name}`, run, (behaviour) => lack(host, behaviour));
}
