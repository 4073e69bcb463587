import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ref, sockaddr_in } from "@ws2kit/spi";
import { pcapng, readTimeline } from "@ws2kit/timeline/convert";
import { assert } from "chai";
import { SYSTEMS } from "../fixture/systems.js";
import { converse, observedMachine } from "./observed.js";

/** Read by tshark, which is Wireshark without a window: `npm run test:reports`. */
for (const system of SYSTEMS) {
  describe(`a capture of ${system.name}, as tshark reads it`, function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "ws2kit-capture-"));
    const file = join(folder, "calls.pcapng");
    const tshark = (...words: string[]) =>
      execFileSync("tshark", ["-r", file, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const fields = (filter: string, ...names: string[]) =>
      tshark("-Y", filter, "-T", "fields", ...names.flatMap((name) => ["-e", name]))
        .trim()
        .split("\n")
        .filter((line) => line !== "");

    before(() => {
      const { ws2, text } = observedMachine(system);
      ws2.getaddrinfo("broker", null, null, ref(null));
      const [s, receiver] = [ws2.socket(2, 2, 0), ws2.socket(2, 2, 0)];
      const to = sockaddr_in("127.0.0.1", 5005);
      ws2.bind(receiver, to, 16);
      ws2.sendto(s, new TextEncoder().encode("a datagram"), 10, 0, to, 16);
      converse(ws2);
      writeFileSync(file, pcapng(readTimeline(text()), { began: Date.UTC(2026, 0, 1) }));
    });
    after(() => rmSync(folder, { recursive: true }));

    it("has one conversation with its bytes each way, opened and ended, and a refused one", () => {
      assert.equal(tshark("-q", "-z", "conv,tcp").match(/<->/g)?.length, 2);
      const stream = tshark("-q", "-z", "follow,tcp,ascii,0");
      assert.match(stream, /5\nhello\n\t7\nwelcome\n/);
      assert.lengthOf(fields("tcp.flags.syn == 1 && tcp.port == 7007", "frame.number"), 2);
      assert.lengthOf(fields("tcp.flags.fin == 1 && tcp.port == 7007", "frame.number"), 2);
      assert.lengthOf(fields("tcp.flags.reset == 1 && tcp.port == 9", "frame.number"), 1);
    });

    it("has no packet that is malformed, out of order, lost, or has a wrong checksum", () => {
      assert.deepEqual(fields("_ws.malformed || tcp.analysis.flags", "frame.number"), []);
      const wrong = ["ip", "tcp", "udp"].map((layer) => `${layer}.checksum.status == 0`).join(" || ");
      const checks = ["ip", "tcp", "udp"].flatMap((layer) => ["-o", `${layer}.check_checksum:TRUE`]);
      assert.equal(tshark(...checks, "-Y", wrong), "");
    });

    it("has a datagram, and the process, socket and call of each packet", () => {
      const [datagram] = fields("udp.port == 5005", "udp.payload", "frame.comment");
      assert.match(
        datagram,
        new RegExp(`^${Buffer.from("a datagram").toString("hex")}\tprocess \\d+, socket \\d+, .*: WSPSendTo`),
      );
      assert.include(tshark("-q", "-z", "hosts"), "192.0.2.7\tbroker");
    });
  });
}
