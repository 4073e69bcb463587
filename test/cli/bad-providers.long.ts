import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { ws2kit } from "./ws2kit.js";

const provider = (name: string) => `test/lib/cli/providers/${name}.js`;

/** The text for each engine, where they differ. */
type Says = Readonly<Record<"node" | "quickjs", string>>;

describe("ws2kit check on a bad provider", function () {
  this.timeout(60_000);

  /** A provider's file, the check to run, and the expected message. */
  const BAD: readonly (readonly [name: string, only: string, says: readonly string[]])[] = [
    ["without-default", "bind/twice", ["module/loads", "it has no default export", "1 could not be run"]],
    ["littering", "module/globals", ["module/globals", "cache (on loading)"]],
    ["ending", "bind/twice", ["bind/twice", "it ended the process with exit code 7"]],
    ["hanging", "bind/twice", ["bind/twice", "it did not return within 3000 ms"]],
  ];

  /**
   * By default, only these run: the kit handles the end of a process as it handles a hang, and a missing export as it
   * handles a wrong one.
   */
  const USUALLY = ["littering"];

  for (const [name, only, says] of BAD.filter(([name]) => EVERYTHING || USUALLY.includes(name))) {
    it(`${name}: ${says[1]}`, async () => {
      const { status, out } = await ws2kit("check", provider(name), "--target", "ce", "--only", only);
      expect(status).to.equal(1);
      for (const text of says) expect(out).to.contain(text);
    });
  }

  describe("that is not a module", () => {
    const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
    after(() => rmSync(folder, { recursive: true }));

    /** A file's exports, and the reason why it is not a provider's module. */
    const NO_PROVIDER: readonly (readonly [of: string, text: string, says: string | Says])[] = [
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
        "a function that allocates all memory",
        "export default () => { const all = []; for (;;) all.push(new Array(1e5).fill(1)); };",
        { node: "it used more than 256 MiB of heap", quickjs: "it used more than 96 MiB of heap" },
      ],
      [
        "a function that returns null",
        "export default () => null;",
        "its default export returns null, not a provider: return defineProvider({ … })",
      ],
      [
        "a function that returns a promise",
        "export default async () => ({});",
        "its default export returns a promise, not a provider: return defineProvider({ … })",
      ],
      [
        "an exception at its top level",
        "throw new TypeError('no modem here');\nexport default () => {};",
        {
          node: `it does not load: TypeError: no modem here at file://${folder}/an-exception-at-its-top-level.js:1:7`,
          quickjs: "it does not load: TypeError: no modem here",
        },
      ],
      [
        "half a file",
        "const whole = 1;\nexport default 1 +;\n",
        `it does not load: SyntaxError: ${folder}/half-a-file.js:2: Expression expected.`,
      ],
      [
        "an import of half a file",
        "import { x } from './half-a-file.js';\nexport default () => x;",
        `it does not load: SyntaxError: ${folder}/half-a-file.js:2: Expression expected.`,
      ],
      [
        "an import of no file",
        "import { x } from './nowhere.js';\nexport default () => x;",
        {
          node: `it does not load: Error: Cannot find module '${folder}/nowhere.js' imported from ${folder}/an-import-of-no-file.js`,
          quickjs: `it does not load: ${folder}/an-import-of-no-file.js imports ./nowhere.js, which does not exist`,
        },
      ],
    ];

    // each runs in a separate process
    for (const engine of ["node", "quickjs"] as const) {
      for (const [of, text, says] of EVERYTHING ? NO_PROVIDER : NO_PROVIDER.slice(3, 4)) {
        it(`reports what is wrong with ${of}, in ${engine}`, async () => {
          // the file that another file of the list imports
          writeFileSync(join(folder, "half-a-file.js"), "const whole = 1;\nexport default 1 +;\n");
          const file = join(folder, `${of.replaceAll(" ", "-")}.js`);
          writeFileSync(file, text);
          const words = ["check", file, "--target", "ce", "--engine", engine, "--only", "bind/twice"];
          const { status, out } = await ws2kit(...words);
          expect(status).to.equal(1);
          expect(out).to.contain(`got      ${typeof says === "string" ? says : says[engine]}\n`);
          expect(out).not.to.contain("<--- Last few GCs");
        });
      }
    }

    it("reports where the mistake is", async () => {
      const file = join(folder, "half.js");
      writeFileSync(file, "const whole = 1;\nexport default 1 +;\n");
      const { status, out } = await ws2kit("check", file, "--target", "ce", "--only", "bind/twice");
      expect(status).to.equal(1);
      expect(out).to.contain(`it does not load: SyntaxError: ${file}:2: Expression expected.`);
      expect(out).to.match(/: 1 check, seed 1\.\n[\s\S]*\n✖ 1 of 1 check does not hold; 1 could not be run\.\n$/);
    });

    if (!EVERYTHING) return;
    it("reports that a slot used all memory in QuickJS, and continues with the next check", async () => {
      const file = join(folder, "greedy.mjs");
      writeFileSync(
        file,
        `import { shipped } from "@ws2kit/target-ce/providers";
        const [{ module }] = shipped;
        export default (platform, imports) => {
          const inner = module(platform, imports);
          return { ...inner, WSPStartup(version, data, info, upcalls, table) {
            const code = inner.WSPStartup(version, data, info, upcalls, table);
            table.WSPListen = () => { const all = []; for (;;) all.push(new Array(1e5).fill(1)); };
            return code;
          } };
        };`,
      );
      const words = ["check", file, "--target", "ce", "--engine", "quickjs", "--only", "listen/again,bind/twice"];
      const { status, out } = await ws2kit(...words);
      expect(status).to.equal(1);
      expect(out).to.contain("got      it used all of the engine's heap\n");
      expect(out).not.to.match(/✖ bind\/twice/);
    });
  });
});
