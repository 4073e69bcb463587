import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { campaign, replay } from "./campaign.js";
import type { RandomProgram } from "./program.js";

const STEPS = EVERYTHING ? 100_000 : 40_000;

describe("random calls of two processes, against a model of streams and datagrams", () => {
  it(`agree with the model for ${STEPS} steps`, function () {
    this.timeout(60_000);
    const { steps, failure } = campaign(STEPS, 1);
    if (failure !== null) assert.fail(failure);
    assert.isAtLeast(steps, STEPS);
  });

  it("if they fail, are reduced to few steps and printed with the command that replays them", () => {
    const most: number[] = [];
    const run = ({ steps }: RandomProgram) => {
      if (steps.length < 5) return;
      most.push(steps.length);
      throw new Error("five steps");
    };
    const { failure } = campaign(STEPS, 3, run);
    assert.equal(most.at(-1), 5);
    const [, seed, path] = /npm run fuzz -- --seed (\d+) --path ([\d:]+)$/.exec(failure ?? "") ?? [];
    assert.match(failure ?? "", /^\/\/ \w+, latency/);
    most.length = 0;
    assert.isNotNull(replay(Number(seed), path, run).failure);
    assert.deepEqual(most, [5]);
  });

  it("are the same in eight parts as in one", () => {
    const runs = (parts: number) =>
      Array.from({ length: parts }, (_, i) => {
        const seen: string[] = [];
        campaign(20_000, 5, (program) => seen.push(JSON.stringify(program)), { index: i + 1, of: parts });
        return seen;
      });
    const eight = runs(8);
    assert.deepEqual(eight.flat().sort(), runs(1).flat().sort());
    assert.isAbove(eight.filter((seen) => seen.length > 0).length, 1);
  });
});
