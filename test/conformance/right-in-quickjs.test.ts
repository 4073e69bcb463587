import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS, checkId } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { expect } from "chai";
import { runJob } from "#cli/engine/run-job.js";
import { EVERYTHING } from "../fixture/everything.js";
import { RIGHT } from "./right.js";
import { TARGET_NAMES } from "./targets.js";

const lib = (file: string) => JSON.stringify(new URL(file, import.meta.url).pathname);

/** The source of a module that makes a correct provider from a target's shipped provider. */
function source(target: string, name: string): string {
  const providers = new URL(import.meta.resolve(`@ws2kit/target-${target}/providers`)).pathname;
  return `import { RIGHT } from ${lib("./right.js")};
import { shipped } from ${JSON.stringify(providers)};
const [narrow] = RIGHT[${JSON.stringify(name)}];
export default narrow(shipped[0].module);
`;
}

// making a bundle and running all checks in QuickJS takes about ten seconds each
function inQuickJS(this: Mocha.Suite): void {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-right-"));
  after(() => rmSync(folder, { recursive: true }));

  const all = TARGET_NAMES.flatMap((target) =>
    Object.entries(RIGHT).map(([name, [, least]]) => ({ target, name, least })),
  );
  for (const { target, name, least } of all) {
    it(`of ${name} is green on ${target}`, async () => {
      const module = join(folder, `${target}-${name.replaceAll(/\W+/g, "-")}.js`);
      writeFileSync(module, source(target, name));
      const checks = CHECKS.map((check) => ({
        id: checkId(check),
        rule: check.rule,
        applies: JSON.stringify((findRule(check.rule) as Rule).applies),
      }));
      const listener = { result: () => undefined, printed: () => undefined };
      const outcome = await runJob(
        { engine: "quickjs", place: "simulated", target, module, seed: 1, checks },
        listener,
      );
      expect(outcome.refused).to.equal("");
      const troubles = outcome.results.filter(
        ({ outcome: came, leaks }) =>
          came === "fail" || came === "broken" || (leaks !== null && leaks.handles + leaks.sockets > 0),
      );
      expect(troubles.map(({ id, what, leaks }) => ({ id, what, leaks }))).to.deep.equal([]);
      const passed = outcome.results.filter(({ outcome: came }) => came === "pass").length;
      expect(passed).to.be.at.least(least);
    });
  }
}

if (EVERYTHING) describe("a correct provider in QuickJS", inQuickJS);
