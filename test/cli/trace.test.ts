import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { Applications } from "./firmware.js";
import { ws2kit } from "./ws2kit.js";

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
});
