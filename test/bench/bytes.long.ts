import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Crowd } from "./scale/crowd.js";

const CROWD = fileURLToPath(new URL("./scale/crowd.js", import.meta.url));
/** Bytes of V8's heap that one open socket may use, in ws2, the provider and the memory network. */
const MOST = { datagram: 700, stream: 740 };

describe("bytes of an open socket", function () {
  this.timeout(60_000);
  for (const [kind, most] of Object.entries(MOST)) {
    it(`a ${kind} socket: at most ${most}, and no more among many`, () => {
      for (const sockets of [64_000, 200_000]) {
        const output = execFileSync(process.execPath, [CROWD, String(sockets), kind], { encoding: "utf8" });
        const { bytes } = JSON.parse(output) as Crowd;
        expect(bytes, `${sockets} sockets`).to.be.within(1, most);
      }
    });
  }
});
