import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTargets } from "@ws2kit/build";
import { assert } from "chai";
import { ROOT, runJob, runJobOnTerminal } from "./job.js";

/** What starts a sequence that colours or moves. */
const ESCAPE = "\u001b[";
/** What a minified echo firmware calls to send over TCP. */
const SEND = /\.send\(([\w$]+),([\w$]+),\2\.length,0\)/;

describe("main job", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-job-"));
  const report = join(folder, "report.html");
  const targets = listTargets(import.meta.dirname);
  /** A folder whose `dist` has one target's firmware. */
  const alone = join(folder, "alone");
  before(() => cpSync(`${ROOT}dist/ce/echo.js`, join(alone, "dist/ce/echo.js")));
  after(() => rmSync(folder, { recursive: true }));

  it("echoes every byte on every target, and says so in a table and on a page", async () => {
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

  it("has a line that moves on a terminal, and obeys NO_COLOR there", async () => {
    const colours = new RegExp(`${ESCAPE.replace("[", "\\[")}[\\d;]*m`, "g");
    const coloured = await runJobOnTerminal(80, alone, report);
    assert.match(coloured.out.replaceAll(colours, ""), /ce +━+─+ 0\.\d MiB/);
    assert.match(coloured.out, colours);
    const plain = await runJobOnTerminal(80, alone, report, { NO_COLOR: "1" });
    assert.equal(plain.status, 0, plain.out);
    assert.match(plain.out, /ce +━+─+ 0\.\d MiB/);
    assert.notMatch(plain.out, colours);
  });

  it("has plain lines on a terminal that does not say how wide it is", async () => {
    const { status, out } = await runJobOnTerminal(0, alone, report);
    assert.equal(status, 0);
    assert.match(out, /came back right/);
    assert.notMatch(out, /━/);
  });

  it("fails when a byte is wrong, and says which", async () => {
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

  it("says what is missing in one sentence", async () => {
    mkdirSync(join(folder, "empty"));
    const { status, err } = await runJob(join(folder, "empty"), report);
    assert.equal(status, 1);
    assert.equal(err, "there is no dist/<target>/echo.js: run npm run build first\n");
  });

  it("says on another operating system that it needs Linux, in one sentence", async () => {
    const pretend = "data:text/javascript,Object.defineProperty(process,'platform',{value:'sunos'})";
    const { status, err } = await runJob(ROOT, report, { NODE_OPTIONS: `--import=${pretend}` });
    assert.equal(status, 1);
    assert.match(err, /^\[ws2kit\] platform-node: real sockets need Linux, and this is sunos; [^\n]+\n$/);
  });
});
