import { expect } from "chai";
import { ws2kit } from "./ws2kit.js";

/** Command lines that make no sense, and the one line that each is told. */
const SENSELESS: readonly (readonly [words: string, says: string])[] = [
  ["explan", 'there is no command "explan"; the nearest is explain.'],
  ["explain --hlp", 'there is no option "--hlp"; the nearest is --help.'],
  ["explain bind/twic", 'there is no rule "bind/twic"; the nearest is bind/twice.'],
  ["check --target win3", 'there is no target "win3"; the nearest is ce.'],
  ["check --engine nodejs", 'there is no engine "nodejs"; the nearest is node.'],
  ["check --format jnuit", 'there is no format "jnuit"; the nearest is junit.'],
  ["check --only bind/twic", 'there is no check "bind/twic"; the nearest is bind/twice.'],
  ["check --shard 3/2", '--shard takes i/n with i from 1 to n, as 2/3, not "3/2".'],
  ["check --seed x", "option '--seed <n>' argument 'x' is invalid. It takes a whole number.; see ws2kit check --help."],
  ["check package.jsn", 'there is no file "package.jsn"; the nearest is rollup.config.js.'],
  ["check --baseline none --only 1202", "there is no baseline none; an empty file is one without known failures."],
  ["merge none.json", "none.json cannot be read: ENOENT."],
  ["explain", "missing required argument 'rule'; see ws2kit explain --help."],
];

describe("ws2kit's command line", () => {
  for (const [words, says] of SENSELESS) {
    it(`"${words}" ends with 2 and one line`, async () => {
      expect(await ws2kit(...words.split(" "))).to.deep.equal({ status: 2, out: "", err: `[ws2kit] ${says}\n` });
    });
  }
});
