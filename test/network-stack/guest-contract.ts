import { fileURLToPath } from "node:url";
import { assert } from "chai";
import { bundle } from "../engine-quickjs/bundle.js";
import { CHAPTERS } from "./chapters.js";
import type { Found } from "./guest.js";

const GUEST = fileURLToPath(new URL("guest.js", import.meta.url));

/** The globals outside the language that chai uses to notify plug-ins. */
const EVENTS = "globalThis.Event = class {}; globalThis.EventTarget = class { dispatchEvent() {} };";

let source: Promise<string> | undefined;

async function contractSource(): Promise<string> {
  source ??= bundle(`import { runContract } from ${JSON.stringify(GUEST)}; runContract();`);
  return `${EVENTS}\n${await source}`;
}

/**
 * Declares the contract's tests for the host of an engine's guest. `run` runs a module in a guest and returns the lines
 * that it logs; `lack` returns why a sentence is not run, "" if it is.
 */
export function guestContract(
  name: string,
  run: (source: string) => Promise<readonly string[]>,
  lack: (behaviour: string) => string = () => "",
): void {
  describe(`NetworkStack: ${name}`, function () {
    this.timeout(300_000);
    let found: Found[];
    before(async () => {
      found = (await run(await contractSource())).map((line) => JSON.parse(line) as Found);
    });

    for (const chapter of Object.keys(CHAPTERS)) {
      describe(chapter, () => {
        for (const [behaviour] of CHAPTERS[chapter]) {
          const why = lack(behaviour);
          it(why === "" ? behaviour : `${behaviour} (not run: ${why})`, function () {
            if (why !== "") this.skip();
            const one = found.find((each) => each.chapter === chapter && each.behaviour === behaviour);
            assert.equal(one?.failure, "");
          });
        }
      });
    }
  });
}
