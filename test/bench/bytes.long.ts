import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Crowd } from "./scale/crowd.js";

const CROWD = fileURLToPath(new URL("./scale/crowd.js", import.meta.url));
/** Bytes that one open socket may have of V8's heap: that of ws2, of the provider and of the memory network. */
const MOST = 700;

describe("bytes of an open socket", function () {
  this.timeout(60_000);
  it(`are at most ${MOST}, and no more among many`, () => {
    for (const sockets of [64_000, 200_000]) {
      const { bytes } = JSON.parse(
        execFileSync(process.execPath, [CROWD, String(sockets)], { encoding: "utf8" }),
      ) as Crowd;
      expect(bytes, `${sockets} sockets`).to.be.within(1, MOST);
    }
  });
});
