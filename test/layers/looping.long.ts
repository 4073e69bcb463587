import { Guest } from "@ws2kit/engine-quickjs";
import { expect } from "chai";
import { TestApplication } from "../build/application.js";
import { Applications } from "../cli/firmware.js";
import { ws2kit } from "../cli/ws2kit.js";

/** The callbacks in which the program's layer loops for ever. */
const PLACES = ["WSPSocket", "WSPBind", "WSPSendTo", "WSPCloseSocket", "sent", "ended", "later"] as const;

/** Sends itself a datagram through a layer that loops for ever in `globalThis.place`, and tells how far it has come. */
const PROGRAM = `import { defineLayer, installLayer } from "@ws2kit/layers";
import {
  AF_INET, type Machine, newWSABUF, newWSADATA, newWSAOVERLAPPED, ref, SOCK_DGRAM, sockaddr_in,
} from "@ws2kit/target";

const ProviderId = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D4000";
const told = globalThis as { place?: string; turns?: number };
const { place = "WSPSendTo" } = told;

function loopIn(name: string): void {
  // a loop that does nothing at all would be left out of the bundle
  for (let turns = 0; name === place; turns++) told.turns = turns;
}

const looping = defineLayer({
  ProviderId,
  name: "Looping",
  attach({ pass, imports }) {
    const slots: Record<string, unknown> = {};
    for (const [name, next] of Object.entries(pass)) {
      slots[name] = (...args: unknown[]) => {
        loopIn(name);
        return (next as (...args: unknown[]) => unknown)(...args);
      };
    }
    imports.runLater(() => loopIn("later"));
    return { slots, sent: () => loopIn("sent"), ended: () => loopIn("ended") };
  },
});

export default function main(machine: Machine): void {
  machine.installModule("looping.dll", looping);
  installLayer(machine.openProcess(), "looping.dll", { ProviderId, name: "Looping" });
  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
  const name = new Uint8Array(16);
  ws2.getsockname(s, name, ref(16));
  machine.platform.log("bound");
  const overlapped = newWSAOVERLAPPED();
  ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), overlapped, null);
  ws2.sendto(s, new Uint8Array(2), 2, 0, name, 16);
  ws2.WSAGetOverlappedResult(s, overlapped, ref(0), true, ref(0));
  ws2.closesocket(s);
  machine.platform.log("done");
}
`;

describe("a layer that loops for ever", function () {
  this.timeout(60_000);
  let app: TestApplication;
  let firmware: string;

  before("build", async () => {
    app = new TestApplication({ "app.ts": PROGRAM });
    firmware = await app.build("ce");
  });
  after(() => app.remove());

  /** Runs the program with a layer that loops in a callback. Returns how it ended, and its log. */
  async function run(place: string) {
    const lines: unknown[] = [];
    const guest = await Guest.boot({
      code: `globalThis.place = ${JSON.stringify(place)};\n${firmware}`,
      heap: 4 << 20,
      stack: 128 * 1024,
      watchdog: 500,
      log: (...values: unknown[]) => lines.push(...values),
    });
    const { outcome, message } = guest.ended;
    guest.dispose();
    return { outcome, message, lines };
  }

  it("in none of its callbacks: the program ends normally", async () => {
    expect(await run("nowhere")).to.deep.include({ outcome: "done", lines: ["bound", "done"] });
  });

  for (const place of PLACES) {
    it(`in ${place} is ended by the watchdog, and named`, async () => {
      const { outcome, message, lines } = await run(place);
      expect(outcome).to.equal("watchdog");
      expect(message).to.match(
        /^The program ran for longer than its watchdog allows without a call of its host\.\n.*\n {4}at loopIn \(bundle\.js:/,
      );
      expect(lines).to.deep.equal(["WSPSocket", "WSPBind"].includes(place) ? [] : ["bound"]);
    });
  }

  it("ends ws2kit run with 6 and a line that reports it", async () => {
    const applications = new Applications();
    try {
      // minified: the budget of ce has no room for a text with comments
      const file = applications.write("loops.js", await app.build("ce", true));
      const { status, out, err } = await ws2kit("run", file, "--target", "ce");
      expect({ status, out }).to.deep.equal({ status: 6, out: "bound\n" });
      expect(err).to.match(/\nthe watchdog ended it, .*heap (?:about )?\d+ KiB/);
    } finally {
      applications.remove();
    }
  });
});
