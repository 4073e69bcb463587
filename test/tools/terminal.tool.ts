import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { finish, JOB, type JobRun, LONGEST, ROOT } from "../main-job/job.js";

/** What starts a sequence that colours or moves. */
const ESCAPE = "\u001b[";

/**
 * Runs the main job with little traffic on a pseudo terminal of `columns`, which `script` makes: Node cannot make one.
 */
function runJobOnTerminal(
  columns: number,
  folder: string,
  report: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<JobRun> {
  const line = `stty cols ${columns}; ${process.execPath} ${JOB} --mib 1 --datagrams 100 --report ${report}`;
  const env = { ...process.env, TERM: "xterm-256color", ...environment };
  return finish(
    spawn("script", ["-qec", line, "/dev/null"], {
      cwd: folder,
      timeout: LONGEST,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

describe("main job on a terminal", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-terminal-"));
  const report = join(folder, "report.html");
  /** A folder whose `dist` has one target's firmware. */
  const alone = join(folder, "alone");
  before(() => cpSync(`${ROOT}dist/ce/echo.js`, join(alone, "dist/ce/echo.js")));
  after(() => rmSync(folder, { recursive: true }));

  it("has a line that moves, and obeys NO_COLOR", async () => {
    const colours = new RegExp(`${ESCAPE.replace("[", "\\[")}[\\d;]*m`, "g");
    const coloured = await runJobOnTerminal(80, alone, report);
    assert.match(coloured.out.replaceAll(colours, ""), /ce +━+─+ 0\.\d MiB/);
    assert.match(coloured.out, colours);
    const plain = await runJobOnTerminal(80, alone, report, { NO_COLOR: "1" });
    assert.equal(plain.status, 0, plain.out);
    assert.match(plain.out, /ce +━+─+ 0\.\d MiB/);
    assert.notMatch(plain.out, colours);
  });

  it("has plain lines if the terminal does not report its width", async () => {
    const { status, out } = await runJobOnTerminal(0, alone, report);
    assert.equal(status, 0);
    assert.match(out, /came back right/);
    assert.notMatch(out, /━/);
  });
});
