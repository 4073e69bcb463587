import { expect } from "chai";
import { ws2kit } from "./ws2kit.js";

/** Command lines that make no sense, and the one line that each is told. */
const SENSELESS: readonly (readonly [words: string, says: string])[] = [
  ["explan", 'there is no command "explan"; the nearest is explain.'],
  ["explain --hlp", 'there is no option "--hlp"; the nearest is --help.'],
  ["explain bind/twic", 'there is no rule "bind/twic"; the nearest is bind/twice.'],
  ["explain", "missing required argument 'rule'; see ws2kit explain --help."],
];

describe("ws2kit's command line", () => {
  for (const [words, says] of SENSELESS) {
    it(`"${words}" ends with 2 and one line`, async () => {
      expect(await ws2kit(...words.split(" "))).to.deep.equal({ status: 2, out: "", err: `[ws2kit] ${says}\n` });
    });
  }
});
