import { readFileSync } from "node:fs";
import {
  CHECKS,
  type Check,
  describe as describeSubject,
  type Outcome,
  type Result,
  runCheck,
} from "@ws2kit/conformance";
import { runDevice } from "@ws2kit/example-device/device-program";
import { build, type Host, ROOT, readHost } from "@ws2kit/example-device/hosts";
import { type Applies, findRule } from "@ws2kit/rules";
import { assert } from "chai";
import { TARGETS, type TargetName } from "../conformance/targets.js";
import { SCRATCH, scratchFile } from "./images.js";

const HOSTS = ["x64", "armel", "armhf"].map(readHost);

/** Larger budgets than a device's, because a check opens several machines in one guest. */
const BUDGETS = ["--heap", String(96 << 20), "--stack", String(256 << 10), "--watchdog", "60000", "--log", "100000000"];

/** The bundle of a target's checks, with code that runs all checks and logs each result. */
function driver(target: TargetName): string {
  const applies = Object.fromEntries(CHECKS.map(({ rule }) => [rule, JSON.stringify(appliesOf(rule))]));
  return `${readFileSync(`${ROOT}dist/${target}/checks.js`, "utf8")}
    const applies = ${JSON.stringify(applies)};
    for (const { id, rule } of JSON.parse(listChecks())) ws2host.log(runCheck(id, applies[rule]));
  `;
}

function appliesOf(rule: Check["rule"]): Applies {
  const found = findRule(rule);
  if (found === undefined) throw new Error(`there is no rule ${rule}`);
  return found.applies;
}

async function compiled(target: TargetName): Promise<string> {
  const image = `${SCRATCH}${target}-checks.img`;
  const source = scratchFile(`${target}-checks.js`, driver(target));
  const { code, complaints } = await runDevice(HOSTS[0], "-c", source, "-o", image, "--target", target, ...BUDGETS);
  assert.equal(code, 0, complaints.join("\n"));
  return image;
}

async function onDevice(host: Host, image: string): Promise<Map<string, Outcome>> {
  const { code, log, complaints } = await runDevice(host, image);
  assert.equal(code, 0, `${host.name}: ${complaints.join("\n")}`);
  return outcomes(log.map((line) => JSON.parse(line) as Result));
}

function inNode(target: TargetName): Map<string, Outcome> {
  const subject = { openMachine: TARGETS[target], shipped: true, seed: 1 };
  const description = describeSubject(subject);
  return outcomes(CHECKS.map((check) => runCheck(check, appliesOf(check.rule), subject, description)));
}

function outcomes(results: readonly Result[]): Map<string, Outcome> {
  return new Map(results.map(({ id, outcome }) => [id, outcome]));
}

describe("every check, as an image on the device hosts", function () {
  this.timeout(600_000);
  before(async () => {
    for (const host of HOSTS) await build(host);
  });
  for (const target of Object.keys(TARGETS) as TargetName[]) {
    it(`has the same results as in Node: ${target}`, async () => {
      const image = await compiled(target);
      const expected = inNode(target);
      const found = [...expected.values()];
      assert.isAbove(found.filter((outcome) => outcome === "pass").length, 300);
      assert.notInclude(found, "fail");
      assert.notInclude(found, "broken");
      const same = async (host: Host) => assert.deepEqual(await onDevice(host, image), expected, host.name);
      await Promise.all(HOSTS.map(same));
    });
  }
});
