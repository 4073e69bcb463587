import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTimeline } from "@ws2kit/timeline/convert";
import { assert } from "chai";
import { packetsOf } from "../timeline/read-pcapng.js";
import { Applications, program } from "./firmware.js";
import { COMMAND, ws2kit } from "./ws2kit.js";

/** A program that sends a message to itself over a connection. */
const TALKS = `import { newWSADATA, sockaddr_in, ref } from "@ws2kit/target";
${program(`  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  const [listener, client] = [ws2.socket(2, 1, 0), ws2.socket(2, 1, 0)];
  const name = sockaddr_in("127.0.0.1", 0);
  ws2.bind(listener, name, 16);
  ws2.listen(listener, 1);
  ws2.getsockname(listener, name, ref(16));
  ws2.connect(client, name, 16);
  const server = ws2.accept(listener, null, null);
  ws2.send(client, new Uint8Array([104, 105]), 2, 0);
  machine.platform.log("received", ws2.recv(server, new Uint8Array(9), 9, 0));
  machine.platform.log('{"host":"kitchen","t":20}');
  ws2.closesocket(client);
  ws2.closesocket(server);`)}`;

/** A program whose journal is longer than 3 MiB, because each call has 16 KiB of bytes. */
const FILLS = `import { newWSADATA, sockaddr_in } from "@ws2kit/target";
${program(`  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  const s = ws2.socket(2, 2, 0);
  const name = sockaddr_in("127.0.0.1", 9);
  for (let i = 0; i < 200; i++) ws2.sendto(s, new Uint8Array(16384), 16384, 0, name, 16);`)}`;

/** Declares tests of `ws2kit run --trace` in an engine. */
export function testTraces(engine: string): void {
  describe(`a trace in ${engine}`, function () {
    this.timeout(120_000);
    let applications: Applications;
    beforeEach(() => {
      applications = new Applications();
    });
    afterEach(() => applications.remove());

    it("is a page, Chrome's events, packets and lines, with every layer; the program's log stays as it is", async () => {
      const app = applications.write("talks.ts", TALKS);
      const layers = applications.write("layers.json", '[{ "layer": "meter" }]');
      const out = (kind: string) => join(applications.folder, `trace.${kind}`);
      const files = ["html", "json", "pcapng", "ndjson"].map(out);
      const words = ["--target", "ce", "--engine", engine, "--layers", layers, "--trace", ...files];
      const traced = await ws2kit("run", app, ...words);
      assert.equal(traced.status, 0, traced.err);
      assert.match(traced.out, /^received 2\n\{"host":"kitchen","t":20\}\n/);
      assert.notMatch(traced.out, /"slot"/);
      const lines = readFileSync(out("ndjson"), "utf8");
      assert.deepEqual(readTimeline(lines).lanes, ["meter.dll", "wspm.dll"]);
      const sent = packetsOf(readFileSync(out("pcapng"))).filter(({ text }) => text !== "");
      assert.deepEqual(
        sent.map(({ text }) => text),
        ["hi"],
      );
      assert.include(readFileSync(out("html"), "utf8"), "<canvas");
      assert.isArray(JSON.parse(readFileSync(out("json"), "utf8")).traceEvents);
      const again = join(applications.folder, "again.json");
      assert.equal((await ws2kit("trace", out("ndjson"), "--out", again)).status, 0);
      assert.equal(readFileSync(again, "utf8"), readFileSync(out("json"), "utf8"));
    });

    it("is not written if the disk fills while the program runs", () => {
      const app = applications.write("fills.ts", FILLS);
      const out = applications.write("trace.pcapng", "old");
      // files end at 3 MiB: more than the firmware and its source map need, and less than the journal
      const command = 'ulimit -f 6144; exec "$0" "$@"';
      const words = [
        command,
        process.execPath,
        COMMAND,
        "run",
        app,
        "--target",
        "ce",
        "--engine",
        engine,
        "--trace",
        out,
      ];
      const { status, stderr } = spawnSync("sh", ["-c", ...words], { encoding: "utf8" });
      assert.match(stderr, /\n\[ws2kit\] .*\.ndjson cannot be written: the disk is full\.\n$/);
      assert.equal(status, 2);
      assert.equal(readFileSync(out, "utf8"), "old");
      assert.deepEqual(readdirSync(applications.folder).sort(), ["fills.ts", "trace.pcapng"]);
    });
  });
}
