import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { Applications, program } from "./firmware.js";
import { ws2kit } from "./ws2kit.js";

const IMPORTS = `import { newWSADATA, sockaddr_in } from "@ws2kit/target";\n`;

/** A program that sends five bytes to a port. */
const sendsTo = (port: number) =>
  IMPORTS +
  program(`  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  const s = ws2.socket(2, 2, 0);
  machine.platform.log("sent", ws2.sendto(s, new Uint8Array(5), 5, 0, sockaddr_in("127.0.0.1", ${port}), 16));
  machine.platform.log("[ws2kit] layer-event [null]");
  ws2.closesocket(s);
  ws2.WSACleanup();`);

/** A program that opens and closes sockets, `times` times. */
const opensSockets = (times: string) =>
  IMPORTS +
  program(`  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  for (let n = 0; n < ${times}; n++) ws2.closesocket(ws2.socket(2, 2, 0));`);

/** Declares tests of `ws2kit run --record` and `--replay` in an engine. */
export function testRecordings(engine: string): void {
  describe(`a recording in ${engine}`, function () {
    this.timeout(120_000);
    const words = ["--target", "ce", "--engine", engine];
    let applications: Applications;
    beforeEach(() => {
      applications = new Applications();
    });
    afterEach(() => applications.remove());

    it("contains the calls of a program, and answers them without a network", async () => {
      const app = (port: number) => applications.write("sends.ts", sendsTo(port));
      const logged = "sent 5\n[ws2kit] layer-event [null]\n";
      const recording = applications.write("calls.ndjson", "");
      const recorded = await ws2kit("run", app(9), ...words, "--record", recording);
      assert.deepEqual([recorded.status, recorded.out], [0, logged], recorded.err);
      const slots = readFileSync(recording, "utf8").match(/(?<="slot":")\w+/g);
      assert.deepEqual(slots, ["WSPSocket", "WSPSendTo", "WSPCloseSocket", "WSPCleanup"]);
      const replayed = await ws2kit("run", app(9), ...words, "--replay", recording);
      assert.deepEqual([replayed.status, replayed.out], [0, logged], replayed.err);
      const differs = await ws2kit("run", app(10), ...words, "--replay", recording);
      assert.match(differs.out, /replay: line 3 of the recording is .*WSPSendTo.*\nsent -1\n/);
      const wrong = await ws2kit("run", app(9), ...words, "--replay", applications.write("none.ndjson", "x"));
      assert.match(wrong.err, /none\.ndjson is not a recording: line 1 was not written by the record layer/);
      assert.equal(wrong.status, 2);
    });

    it("has no gaps, and is replayed, however much a second contains", async () => {
      const recording = applications.write("calls.ndjson", "");
      const app = applications.write("opens.ts", opensSockets("4_000"));
      const { status, out, err } = await ws2kit("run", app, ...words, "--record", recording);
      assert.deepEqual([status, out], [0, ""], err);
      const text = readFileSync(recording, "utf8");
      assert.isAbove(text.length, 2 * 262_144);
      assert.lengthOf(text.match(/"slot":"WSPSocket"/g) ?? [], 4_000);
      // the recording does not use the heap of the program
      const replayed = await ws2kit("run", app, ...words, "--replay", recording);
      assert.deepEqual([replayed.status, replayed.out], [0, ""], replayed.err);
      const [, heap] = /heap(?: about)? (\d+) KiB after boot/.exec(replayed.err) ?? [];
      if (engine !== "node") assert.isAbove(1024 * Number(heap), text.length, replayed.err);
    });

    it("ends the program when its disk is full", async function () {
      if (!existsSync("/dev/full")) this.skip();
      const full = join(applications.folder, "full");
      symlinkSync("/dev/full", full);
      // Node ends a program only while it waits, and this one never does
      const app = applications.write("opens.ts", opensSockets(engine === "node" ? "4_000" : "Infinity"));
      const { status, err } = await ws2kit("run", app, ...words, "--record", full);
      assert.equal(status, 2);
      assert.match(err, /\n\[ws2kit\] .*full cannot be written: the disk is full\.\n$/);
      if (engine !== "node") assert.match(err, /\ninterrupted, /);
    });

    it("is not begun if its file cannot be opened", async () => {
      const nowhere = join(applications.folder, "nowhere");
      symlinkSync(join(applications.folder, "missing", "calls.ndjson"), nowhere);
      const app = applications.write("sends.ts", sendsTo(9));
      const { status, err } = await ws2kit("run", app, ...words, "--record", nowhere);
      assert.equal(status, 2);
      assert.match(err, /\n\[ws2kit\] .*nowhere cannot be written: there is no such file\.\n$/);
    });
  });
}
