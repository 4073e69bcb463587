/**
 * Not part of npm test, because it takes long: a step of CI, and `npx mocha --no-config
 * test/lib/build/sockets.size.js`.
 */
import { assert } from "chai";
import { promiseSizes } from "./promise-programs.js";

/**
 * The cost of promises on ce: a client that connects, writes and reads to the end, compared with the same client in the
 * style of C.
 */
const MOST = 12 * 1024;

describe("build: firmware with promises", function () {
  this.timeout(60_000);

  it(`needs at most ${MOST.toLocaleString("en")} bytes more than the same program in C's style`, async () => {
    const { promises, calls } = await promiseSizes("ce");
    assert.isAtMost(promises - calls, MOST, `${promises} and ${calls} bytes`);
  });
});
