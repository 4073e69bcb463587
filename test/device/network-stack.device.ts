import { runDevice } from "@ws2kit/example-device/device-program";
import { build, type Host, listHosts } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { guestContract } from "../network-stack/guest-contract.js";
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
    "Windows does not report what is unsent": [
      "report unsent bytes while the peer has no room, and 0 for a datagram socket",
    ],
    "Windows does not report how long a datagram was that it has cut": [
      "return their whole length when they are cut, and the rest is lost",
    ],
    "WSAPoll has one hang-up for one direction and for both": ["is a hang-up when both directions have ended"],
    "wine 8 refuses datagrams to port 0": [
      "to port 0 count as sent, and are lost",
      "need SO_BROADCAST for port 0 of the broadcast address",
    ],
    "wine 8 does not support the times of keep-alive": [
      "supports every option of IPv4 streams that is forwarded to it",
      "supports every option of IPv6 streams that is forwarded to it",
      "stores each time of keep-alive separately",
    ],
    "wine binds by Linux's rules": [
      "follows Winsock's table: bound streams",
      "follows Winsock's table: listening streams",
      "follows Winsock's table: datagram sockets",
      "lets 0.0.0.0 share a port with a dual-stack `::`, in either order, and each receives its family",
      "lets a refused stream connect again, or listen, with the same name",
    ],
    "wine reports the state of a connection with Linux's codes": [
      "reports the peer's name until the socket is closed",
      "are refused by a port without a listener, which SO_ERROR reports once",
      "causes a reset at the first write to a closed peer, and later calls fail",
      "reports an aborted connection to a receive, even if the peer's end was not read",
      "have no peer and transfer nothing before they are connected",
      "reach the members of a multicast group, until they leave it",
    ],
    "wine does not report the end together with data": [
      "is reported together with unread data, if the watch includes it",
    ],
    "wine reports a reset as an end": [
      "is a reset when the peer closes with bytes unread",
      "is a reset if SO_LINGER is on with a time of 0",
      "resets connections that wait in the queue of a listener that closes",
    ],
    "wine has Linux's urgent data": [
      "is marked in the stream",
      "is read once, for any time at which SO_OOBINLINE is set, and any data after it",
      "moves into the stream when SO_OOBINLINE is set before it is read",
    ],
    "wine does not report a refused datagram": [
      "report an unused port once, without a peer",
      "report an unused port once, connected to it",
      "reach other ports after an unused port, which is still reported",
      "do not lose their peer when SO_ERROR reports an unused port",
      "is not reported, and ends at most one wait, for a condition outside the watch: the error of a refused datagram",
      "of a datagram socket with an error is READY_IN, and the next receive returns the error",
    ],
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
