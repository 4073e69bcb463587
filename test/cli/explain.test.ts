import { expect } from "chai";
import { ws2kit } from "./ws2kit.js";

/** A word, and a part of its explanation. */
const WORDS: readonly (readonly [word: string, says: readonly string[]])[] = [
  [
    "bind/twice",
    ["1202 bind/twice", "bind of a socket that already has a name is WSAEINVAL.", "Concerns: base providers"],
  ],
  ["1202", ["1202 bind/twice"]],
  ["sharing/close/last-frees", [", if the provider claims sharing."]],
  [
    "WSAENOTSOCK",
    [
      "WSAENOTSOCK (10038)",
      "What usually helps: The socket was closed",
      "Functions that return it: ",
      "handles/not-a-socket",
    ],
  ],
  ["10038", ["WSAENOTSOCK (10038)"]],
  ["wsaenotsock", ["WSAENOTSOCK (10038)"]],
  ["WSPDuplicateSocket", ["one of the 30 functions of a provider", "Codes: ", "propagation/WSPDuplicateSocket"]],
  ["listen", ["a function that applications call", "listen/unbound"]],
  ["WPUQueueApc", ["a function that ws2 offers to providers"]],
  ["provider-threw", ["a message in a machine's records", "[ws2kit] {0}: {1} threw"]],
];

describe("ws2kit explain", function () {
  this.timeout(60_000);

  for (const [word, says] of WORDS) {
    it(`explains ${word}`, async () => {
      const { status, out } = await ws2kit("explain", word);
      expect(status).to.equal(0);
      for (const text of says) expect(out).to.contain(text);
    });
  }

  it("suggests the nearest word, if there is a near word", async () => {
    const near = await ws2kit("explain", "WSPSokcet");
    expect(near.err).to.contain('there is no rule, code, function or message "WSPSokcet"; the nearest is WSPSocket.');
    expect(near.status).to.equal(2);
    expect((await ws2kit("explain", "xyzzy-plugh")).err).to.contain('message "xyzzy-plugh".');
  });
});
