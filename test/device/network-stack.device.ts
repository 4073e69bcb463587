import { fileURLToPath } from "node:url";
import { runDevice } from "@ws2kit/example-device/device-program";
import { type Host, listHosts } from "@ws2kit/example-device/hosts";
import { build } from "@ws2kit/example-device/toolchain";
import { assert } from "chai";
import { bundle } from "../engine-quickjs/bundle.js";
import { CHAPTERS } from "../network-stack/chapters.js";
import type { Found } from "../network-stack/guest.js";
import { scratchFile } from "./images.js";

/** The contract is a test of the host, not of its budgets. */
const BUDGETS = ["--heap", String(16 << 20), "--watchdog", "60000", "--log", "100000000"];

const GUEST = fileURLToPath(new URL("../network-stack/guest.js", import.meta.url));

/** What chai uses beyond the language, to notify plug-ins. */
const EVENTS = "globalThis.Event = class {}; globalThis.EventTarget = class { dispatchEvent() {} };";

/** The contract as one module. */
const contract = bundle(`import { runContract } from ${JSON.stringify(GUEST)}; runContract();`);

/** What an emulator of the host's system lacks, by the program that it is. */
const LACKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "qemu-": { "reach who joined a multicast group, until they leave it": "qemu-user has no IP_MULTICAST_IF" },
};

function lacks(host: Host, behaviour: string): string {
  const emulator = Object.keys(LACKS).find((each) => host.runner?.[0]?.includes(each));
  return (emulator && LACKS[emulator][behaviour]) ?? "";
}

for (const host of listHosts()) {
  if (host.runner === null) continue;
  describe(`NetworkStack: device host ${host.name}`, function () {
    this.timeout(300_000);
    let found: Found[];
    before(async () => {
      await build(host);
      const source = scratchFile("contract.js", `${EVENTS}\n${await contract}`);
      const { code, log, complaints } = await runDevice(host, ...BUDGETS, source);
      assert.equal(code, 0, complaints.join("\n"));
      found = log.map((line) => JSON.parse(line) as Found);
    });

    for (const chapter of Object.keys(CHAPTERS)) {
      describe(chapter, () => {
        for (const [behaviour] of CHAPTERS[chapter]) {
          const lack = lacks(host, behaviour);
          it(lack === "" ? behaviour : `${behaviour} (not run: ${lack})`, function () {
            if (lack !== "") this.skip();
            const one = found.find((each) => each.chapter === chapter && each.behaviour === behaviour);
            assert.equal(one?.failure, "");
          });
        }
      });
    }
  });
}
