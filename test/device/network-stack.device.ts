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
      "reach who joined a multicast group, until they leave it",
      "knows every option of IPv4 datagrams that is forwarded to it",
      "knows every option of IPv6 datagrams that is forwarded to it",
    ],
  },
  wine: {
    "Windows does not report what is unsent": [
      "tell what is unsent while the peer has no room, and that a datagram socket has nothing",
    ],
    "Windows does not report how long a datagram was that it has cut": [
      "answer their whole length when they are cut, and lose the rest",
    ],
    "WSAPoll has one hang-up for one direction and for both": ["is a hang-up when both directions have ended"],
    "wine 8 refuses datagrams to port 0": [
      "count as sent where they go to port 0, and reach nobody",
      "need SO_BROADCAST for port 0 of the broadcast address",
    ],
    "wine 8 does not know the times of keep-alive": [
      "knows every option of IPv4 streams that is forwarded to it",
      "knows every option of IPv6 streams that is forwarded to it",
      "stores each time of keep-alive apart from the others",
    ],
    "wine binds by Linux's rules": [
      "follows Winsock's table: bound streams",
      "follows Winsock's table: listening streams",
      "follows Winsock's table: datagram sockets",
      "lets 0.0.0.0 share a port with a dual-stack `::`, in either order, and each hears its own family",
      "lets a refused stream try again, as often as it likes, or listen; its name stays",
    ],
    "wine knows a connection by Linux's codes": [
      "names the peer as long as the socket lives",
      "are refused where nobody listens, and say so in SO_ERROR once",
      "makes the first write to a closed peer bring a reset, which aborts the connection: what follows fails",
      "reports an aborted connection to a receive, also where the peer's end has not been read",
      "have no peer and carry nothing before they are connected",
      "reach who joined a multicast group, until they leave it",
    ],
    "wine does not report the end behind data": ["is told behind what is left to read, where it is asked for"],
    "wine reports a reset as an end": [
      "is a reset when the peer closes with bytes unread",
      "is a reset when SO_LINGER is on with no time",
      "resets connections that wait in the queue of a listener that closes",
    ],
    "wine has Linux's urgent data": [
      "is marked in the stream",
      "is read once, whenever SO_OOBINLINE is set, and whatever comes behind it",
      "moves into the stream when SO_OOBINLINE is set before it is read",
    ],
    "wine does not report a refused datagram": [
      "report a port that nobody has, once, without a peer",
      "report a port that nobody has, once, connected to it",
      "reach others after a port that nobody has, and report it all the same",
      "keep their peer when SO_ERROR reports a port that nobody has",
      "is not reported, and ends no wait twice, for what nobody asks for: the error of a refused datagram",
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
