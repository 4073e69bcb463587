import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { assert } from "chai";
import { isTrouble, type Report } from "#cli/report/report.js";
import { ROOT, ws2kit } from "../cli/ws2kit.js";
import { isNamed, systemRows } from "../docs/system-page.js";
import { CHECKOUT, leave, prepare, printed, startWindowsNode, startWindowsTerminal, windowsNode } from "./machine.js";

const COMMAND = "packages/cli/bin/ws2kit.js";

const outcomes = ({ runs }: Report) =>
  runs.map(({ target, engine, results }) => ({
    target,
    engine,
    results: results.map(({ id, outcome }) => `${id}: ${outcome}`),
  }));

describe("the commands under Windows' node.exe", () => {
  before(prepare);
  after(leave);

  it("npm start: every byte returns, on every target", async () => {
    const { status, out, err } = await windowsNode([
      "examples/echo/lib/main-job.js",
      "--mib",
      "2",
      "--datagrams",
      "200",
    ]);
    assert.equal(status, 0, `${out}${err}`);
    assert.match(out, /The results as a page/);
  });

  it("ws2kit check has the same outcomes as on Linux, in Node and in QuickJS", async () => {
    const words = ["check", "--target", "all", "--engine", "all", "--seed", "7", "--format", "json", "--out"];
    const its = await windowsNode([COMMAND, ...words, "dist/checks.json"], 1_800_000);
    assert.equal(its.status, 0, `${its.out}${its.err}`);
    const ours = join(ROOT, "dist/windows/here/checks.json");
    assert.equal((await ws2kit(...words, ours)).status, 0);
    const read = (file: string): Report => JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(outcomes(read(join(CHECKOUT, "dist/checks.json"))), outcomes(read(ours)));
  });

  it("ws2kit build writes the same bytes as on Linux", async () => {
    const words = ["build", "examples/echo/echo.ts", "--target", "ce", "--out"];
    const its = await windowsNode([COMMAND, ...words, "dist/windows-echo.js"]);
    assert.equal(its.status, 0, its.err);
    const ours = join(ROOT, "dist/windows/here/echo.js");
    assert.equal((await ws2kit(...words, ours)).status, 0);
    assert.equal(readFileSync(join(CHECKOUT, "dist/windows-echo.js"), "utf8"), readFileSync(ours, "utf8"));
  });

  it("ws2kit catalog --system lists the entries of ws2_32.dll, and selects from them", async () => {
    const list = await windowsNode([COMMAND, "catalog", "list", "--system"]);
    assert.match(list.out, /^this computer: ws2_32\.dll\n[\s\S]* AF_INET {3}SOCK_STREAM +IPPROTO_TCP /, list.err);
    const why = await windowsNode([COMMAND, "catalog", "why", "AF_INET", "SOCK_DGRAM", "0", "--system"]);
    assert.match(why.out, /UDP\/IP: the first that serves it/, why.err);
  });

  it("ws2kit check --system runs 480 checks and more; the failures are those of docs/system.md", async () => {
    const words = ["check", "--system", "--format", "json", "--out", "dist/system.json"];
    const { out, err } = await windowsNode([COMMAND, ...words], 1_200_000);
    const file = join(CHECKOUT, "dist/system.json");
    assert.isTrue(existsSync(file), `${out.slice(-2000)}${err.slice(-2000)}`);
    const { runs }: Report = JSON.parse(readFileSync(file, "utf8"));
    const [{ results, counts, notRun, milliseconds }] = runs;
    assert.equal(notRun, 0);
    assert.isAtLeast(counts.pass + counts.fail, 480);
    console.log(`      ${JSON.stringify(counts)} in ${Math.round(milliseconds / 1000)} s`);
    const failing = [...new Set(results.filter(isTrouble).map(({ rule }) => rule))];
    const patterns = systemRows().flatMap(({ rules }) => rules);
    const unexplained = failing.filter((rule) => !patterns.some((pattern) => isNamed(rule, pattern)));
    const stale = patterns.filter((pattern) => !failing.some((rule) => isNamed(rule, pattern)));
    assert.deepEqual({ unexplained, stale }, { unexplained: [], stale: [] });
  });

  for (const engine of ["node", "quickjs"]) {
    it(`ws2kit run in ${engine} answers a client of this system`, async () => {
      const program = startWindowsNode([
        COMMAND,
        "run",
        "examples/echo/echo.ts",
        "--target",
        "desktop",
        "--engine",
        engine,
      ]);
      try {
        const [, port] = await printed(program, /listening tcp 0\.0\.0\.0:(\d+)/);
        const sent = Buffer.alloc(200_000, "echo over Wine ");
        assert.isTrue((await echoed(Number(port), sent)).equals(sent));
      } finally {
        program.kill();
        await program.ended;
      }
    });
  }

  it("Ctrl-C ends ws2kit run in the device host, which says so", async () => {
    const hosts = join(ROOT, "dist/windows/hosts");
    assert.equal((await ws2kit("host", "build", "win64", "--out", hosts)).status, 0);
    const host = join(hosts, "win64/ws2kit-device.exe");
    const program = startWindowsTerminal([
      COMMAND,
      "run",
      "dist/ce/echo.js",
      "--target",
      "ce",
      "--engine",
      "device",
      "--host",
      host,
    ]);
    try {
      await printed(program, /listening udp 0\.0\.0\.0:\d+/);
      program.type("\x03");
      await printed(program, /interrupted/);
      assert.equal(await program.ended, 0);
    } finally {
      program.kill();
    }
  });
});

/** Sends bytes to an echo server, and returns what comes back. */
async function echoed(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, "127.0.0.1");
  socket.end(bytes);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  return Buffer.concat(parts);
}
