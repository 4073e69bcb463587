import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { listTargets } from "@ws2kit/build";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { EVERYTHING } from "../fixture/everything.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const RUN = `${ROOT}examples/layers/lib/run.js`;
const TARGETS = EVERYTHING ? TARGET_NAMES : [];

async function run(...targets: readonly string[]) {
  const child = spawn(process.execPath, [RUN, ...targets], { cwd: ROOT });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err };
}

describe("npm run layers", function () {
  this.timeout(60_000);

  for (const target of TARGETS) {
    it(`${target}: one application, traced, filtered and metered by configuration alone`, async () => {
      const { out, err } = await run(target);
      expect(err).to.equal("");
      expect(out.match(/ WSPSend length=4096 bytes=4096 → 0/g)?.length).to.equal(2);
      expect(out).to.match(/ filter: connect 127\.0\.0\.1:25 denied by rule 0\n/);
      expect(out).to.match(/ WSPConnect name=127\.0\.0\.1:25 → WSAEACCES \(10013\)/);
      expect(out).to.match(/\nechoed 4624 bytes; mail: 10013\n/);
      expect(out).to.match(/ meter of the machine: sent 9248 bytes in 6 operations .*, received 9248 bytes in /);
      expect(out).to.match(new RegExp(`^${target}: trace over filter over meter[^]*\n${target}: done, `));
    });
  }

  it("names an unknown target", async () => {
    const { out, err } = await run("win3");
    expect([out, err]).to.deep.equal([
      "",
      `[ws2kit] there is no target "win3"; installed targets: ${listTargets(import.meta.dirname).join(", ")}.\n`,
    ]);
  });
});
