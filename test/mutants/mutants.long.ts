import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { MUTANTS } from "./all.js";
import { inNode, inQuickJS } from "./own-checks.js";

const PLACES = MUTANTS.map((_, at) => at);

/** QuickJS when everything is asked for; `npm run mutants` has both always. */
const ENGINES = [["Node", inNode] as const, ...(EVERYTHING ? [["QuickJS", inQuickJS] as const] : [])];

/** The mutants whose own check did not fail. */
function alive(outcomes: readonly string[]): string[] {
  return MUTANTS.map((mutant, at) => ({ ...mutant, outcome: outcomes[at] }))
    .filter(({ outcome }) => outcome !== "fail")
    .map(({ kind, on, name, killedBy, outcome }) => `${name} (${kind} on ${on}): ${killedBy}: ${outcome}`);
}

describe("mutants", () => {
  it("are at least a hundred and twenty, each with a different name", () => {
    const names = MUTANTS.map(({ kind, on, name }) => `${name} (${kind} on ${on})`);
    expect(names.length).to.be.at.least(120);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).to.deep.equal([]);
  });

  for (const [engine, outcomesOf] of ENGINES) {
    it(`are killed in ${engine}, each by the check that it names`, async function () {
      this.timeout(120_000);
      expect(alive(await outcomesOf(PLACES))).to.deep.equal([]);
    });
  }
});
