import { BackOff } from "@ws2kit/example-telemetry/back-off";
import { assert } from "chai";

const RETRY = { first: 500, longest: 4000 };

describe("telemetry: back-off", () => {
  it("doubles up to its maximum, and starts from its minimum after a success", () => {
    const backOff = new BackOff(RETRY, () => 1 - Number.EPSILON);
    assert.deepEqual(
      Array.from({ length: 6 }, () => backOff.next()),
      [500, 1000, 2000, 4000, 4000, 4000],
    );
    backOff.reset();
    assert.equal(backOff.next(), 500);
  });

  it("is random for half of the time", () => {
    const draws = [0, 0.5, 0.25];
    const backOff = new BackOff(RETRY, () => draws.shift() ?? 0);
    assert.deepEqual([backOff.next(), backOff.next(), backOff.next()], [250, 750, 1250]);
  });
});
