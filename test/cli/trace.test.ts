import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { Applications } from "./firmware.js";
import { COMMAND, ws2kit } from "./ws2kit.js";

describe("ws2kit trace", () => {
  it("writes no file if its input is neither a trace nor a recording", async () => {
    const applications = new Applications();
    const [input, out] = [applications.write("calls.txt", "hello\n"), join(applications.folder, "out.html")];
    const { status, err } = await ws2kit("trace", input, "--out", out);
    assert.equal(status, 2);
    assert.match(err, /calls\.txt is neither a trace nor a recording: line 1: /);
    assert.isFalse(existsSync(out));
    assert.deepEqual(readdirSync(applications.folder), ["calls.txt"]);
    applications.remove();
  });

  it("makes no packets of a recording, which has no addresses", async () => {
    const applications = new Applications();
    const input = applications.write("calls.ndjson", '{"p":0,"version":1}\n');
    const out = (kind: string) => join(applications.folder, `calls.${kind}`);
    const { status, err } = await ws2kit("trace", input, "--out", out("html"), out("pcapng"));
    assert.equal(status, 2);
    assert.include(err, "is a recording, which has no addresses for .pcapng; use ws2kit run --trace");
    assert.isFalse(existsSync(out("html")));
    applications.remove();
  });

  it("on a full disk, leaves the old file, and writes every other file completely", () => {
    const applications = new Applications();
    const input = applications.write("calls.ndjson", '{"~":"journal","version":1}\n{"~":"wait","w":0,"d":1}\n');
    const [page, events] = [applications.write("calls.html", "old"), join(applications.folder, "calls.json")];
    // a file ends at 8 KiB: a write is cut short there, as on a full disk
    const command = 'ulimit -f 16; exec "$0" "$@"';
    const words = [command, process.execPath, COMMAND, "trace", input, "--out", events, page];
    const { status, stderr } = spawnSync("sh", ["-c", ...words], { encoding: "utf8" });
    assert.equal(stderr, `[ws2kit] ${page} cannot be written: the disk is full.\n`);
    assert.equal(status, 2);
    assert.equal(readFileSync(page, "utf8"), "old");
    assert.isArray(JSON.parse(readFileSync(events, "utf8")).traceEvents);
    assert.deepEqual(readdirSync(applications.folder).sort(), ["calls.html", "calls.json", "calls.ndjson"]);
    applications.remove();
  });
});
