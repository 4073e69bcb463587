import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { ws2kit } from "./ws2kit.js";

const provider = (name: string) => `test/lib/cli/providers/${name}.js`;

describe("ws2kit check on a bad provider", function () {
  this.timeout(60_000);

  /** A provider's file, the check to run, and the expected message. */
  const BAD: readonly (readonly [name: string, only: string, says: readonly string[]])[] = [
    ["without-default", "bind/twice", ["module/loads", "it has no default export", "1 could not be run"]],
    ["littering", "module/globals", ["module/globals", "cache (on loading)"]],
    ["ending", "bind/twice", ["bind/twice", "it ended the process with exit code 7"]],
    ["hanging", "bind/twice", ["bind/twice", "it did not come back within 3000 ms"]],
  ];

  /**
   * By default, only these run: a process that ends is handled like one that hangs, a missing export like a wrong one.
   */
  const USUALLY = ["littering"];

  for (const [name, only, says] of BAD.filter(([name]) => EVERYTHING || USUALLY.includes(name))) {
    it(`${name}: ${says[1]}`, async () => {
      const { status, out } = await ws2kit("check", provider(name), "--target", "ce", "--only", only);
      expect(status).to.equal(1);
      for (const text of says) expect(out).to.contain(text);
    });
  }

  describe("that is no module", () => {
    const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
    after(() => rmSync(folder, { recursive: true }));

    /** A file's exports, and the reason why it is not a provider's module. */
    const NO_PROVIDER: readonly (readonly [of: string, text: string, says: string])[] = [
      [
        "an empty object",
        "export default {};",
        "its default export is an object, not a function that makes a provider",
      ],
      [
        "undefined",
        "export default undefined;",
        "its default export is undefined, not a function that makes a provider",
      ],
      [
        "a function that returns nothing",
        "export default () => {};",
        "its default export returns undefined, not a provider: return defineProvider({ … })",
      ],
      [
        "a function that returns an empty object",
        "export default () => ({});",
        "what its default export returns lacks ProviderId, protocols, WSPStartup: return defineProvider({ ProviderId, protocols, WSPStartup })",
      ],
      [
        "a function that takes all memory",
        "export default () => { const all = []; for (;;) all.push(new Array(1e5).fill(1)); };",
        "it used more than 256 MiB of heap",
      ],
    ];

    // each runs in a separate process
    for (const [of, text, says] of EVERYTHING ? NO_PROVIDER : NO_PROVIDER.slice(3, 4)) {
      it(`says what is wrong with ${of}`, async () => {
        const file = join(folder, `${of.replaceAll(" ", "-")}.js`);
        writeFileSync(file, text);
        const { status, out } = await ws2kit("check", file, "--target", "ce", "--only", "bind/twice");
        expect(status).to.equal(1);
        expect(out).to.contain(`got      ${says}\n`);
      });
    }

    it("says where the mistake is", async () => {
      const file = join(folder, "half.js");
      writeFileSync(file, "const whole = 1;\nexport default 1 +;\n");
      const { status, out } = await ws2kit("check", file, "--target", "ce", "--only", "bind/twice");
      expect(status).to.equal(1);
      expect(out).to.contain(`it does not load: SyntaxError: ${file}:2: Expression expected.`);
      expect(out).to.match(/: 1 check, seed 1\.\n[\s\S]*\n✖ 1 of 1 check does not hold; 1 could not be run\.\n$/);
    });
  });
});
