import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTargets } from "@ws2kit/build";
import { assert } from "chai";
import { ROOT, runJob } from "./job.js";

/** What starts a sequence that colours or moves. */
const ESCAPE = "\u001b[";
/** What a minified echo firmware calls to send over TCP. */
const SEND = /\.send\(([\w$]+),([\w$]+),\2\.length,0\)/;

describe("main job", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-job-"));
  const report = join(folder, "report.html");
  const targets = listTargets(import.meta.dirname);
  after(() => rmSync(folder, { recursive: true }));

  it("echoes every byte on every target, and reports this in a table and on a page", async () => {
    const { status, out, err } = await runJob(ROOT, report);
    assert.equal(err, "");
    assert.equal(status, 0, out);
    for (const target of targets) {
      const number = "[\\d,]+(?:\\.\\d)?";
      const row = `│ ${target} +│ +${number} │ +${number} │(?: +${number} KiB │){3} +1\\.\\d │ +${number} │ every byte right │`;
      assert.match(out, new RegExp(row));
      assert.match(out, new RegExp(`^✔ ${target} +1\\.\\d MiB with 100 datagrams.* came back right in`, "m"));
    }
    assert.notInclude(out, ESCAPE);
    const page = readFileSync(report, "utf8");
    assert.equal(page.match(/<article class="card right">/g)?.length, targets.length);
    assert.equal(page.match(/<svg class="sparkline"/g)?.length, targets.length);
    assert.notMatch(page, /(?:src|href)=|url\(|@import/, "the page needs no other file");
  });

  it("fails when a byte is wrong, and reports which", async () => {
    for (const target of targets) {
      mkdirSync(join(folder, "wrong/dist", target), { recursive: true });
      const good = readFileSync(`${ROOT}dist/${target}/echo.js`, "utf8");
      const bad = good.replace(SEND, ".send($1,($2[0]^=1,$2),$2.length,0)");
      assert.notEqual(bad, good);
      writeFileSync(join(folder, "wrong/dist", target, "echo.js"), target === targets[0] ? bad : good);
    }
    const { status, out } = await runJob(join(folder, "wrong"), report);
    assert.equal(status, 1);
    const wrong = `✖ ${targets[0]} +a connection: byte \\d+ came back as 0x.., and 0x.. was sent`;
    assert.match(out, new RegExp(wrong));
    assert.match(out, new RegExp(`✔ ${targets[1]}`));
    assert.match(readFileSync(report, "utf8"), /<article class="card wrong">[\s\S]*came back as 0x/);
  });

  it("reports what is missing in one sentence", async () => {
    mkdirSync(join(folder, "empty"));
    const { status, err } = await runJob(join(folder, "empty"), report);
    assert.equal(status, 1);
    assert.equal(err, "there is no dist/<target>/echo.js: run npm run build first\n");
  });

  it("reports in one sentence on another operating system that it has no sockets there", async () => {
    const pretend = "data:text/javascript,Object.defineProperty(process,'platform',{value:'sunos'})";
    const { status, err } = await runJob(ROOT, report, { NODE_OPTIONS: `--import=${pretend}` });
    assert.equal(status, 1);
    assert.match(
      err,
      /^\[ws2kit\] platform-node: real sockets need Linux or 64-bit Windows, and this is sunos \(\w+\); [^\n]+\n$/,
    );
  });
});
