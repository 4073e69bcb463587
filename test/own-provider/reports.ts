import { readFileSync } from "node:fs";
import { expect } from "chai";
import { keptFile, reportOf, STEPS } from "./kept.js";

/** Checks each step, so it takes its time: `npm run test:reports`. */
describe("the stored reports of examples/own-provider", function () {
  this.timeout(120_000);
  let before = 0;

  for (const step of STEPS) {
    it(`${step} is current, and passes more checks than the step before`, async () => {
      const kept = readFileSync(keptFile(step), "utf8");
      expect(await reportOf(step), "npm run own-provider writes it anew").to.equal(kept);
      const [, pass] = /│ +ce +│ node +│ +(\d+) │/.exec(kept) ?? [];
      expect(Number(pass)).to.be.greaterThan(before);
      before = Number(pass);
    });
  }
});
