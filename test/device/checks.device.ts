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
import { type Host, ROOT, readHost } from "@ws2kit/example-device/hosts";
import { build } from "@ws2kit/example-device/toolchain";
import { type Applies, findRule } from "@ws2kit/rules";
import { assert } from "chai";
import { TARGETS, type TargetName } from "../conformance/targets.js";
import { SCRATCH, scratchFile } from "./images.js";

/** Several machines live in one guest, so it is not held to a device's budgets. */
const BUDGETS = ["--heap", String(96 << 20), "--stack", String(256 << 10), "--watchdog", "60000"];

/** The bundle of a target's checks, and what runs them all and logs each result. */
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

async function onDevice(host: Host, target: TargetName): Promise<Map<string, Outcome>> {
  const image = `${SCRATCH}${target}-checks.img`;
  const source = scratchFile(`${target}-checks.js`, driver(target));
  await runDevice(readHost("x64"), "-c", source, "-o", image, "--target", target, ...BUDGETS);
  const { code, log, complaints } = await runDevice(host, image);
  assert.equal(code, 0, complaints.join("\n"));
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

describe("every check, as an image on a device host", function () {
  this.timeout(600_000);
  for (const name of ["x64", "armel", "armhf"]) {
    const host = readHost(name);
    before(() => build(host));
    for (const target of Object.keys(TARGETS) as TargetName[]) {
      it(`comes to the same as in Node: ${name}, ${target}`, async () => {
        const found = await onDevice(host, target);
        assert.deepEqual([...found], [...inNode(target)]);
        assert.isAbove([...found.values()].filter((outcome) => outcome === "pass").length, 300);
        assert.notInclude([...found.values()], "fail");
        assert.notInclude([...found.values()], "broken");
      });
    }
  }
});
