/** A child process that runs tests of the project on mutated modules, for `workers`. */
import Mocha from "mocha";
import type { Answer, Switch } from "./runner.js";

/** The names of the files, as in `own-tests`. */
export interface TestRequest {
  readonly to: "test";
  readonly files: readonly string[];
}

const say = (answer: Answer) => process.send?.(answer);

/** Runs the files until a test fails. Returns its title, or `null`. */
async function firstFailure(files: readonly string[]): Promise<string | null> {
  const mocha = new Mocha({ bail: true, timeout: 100_000, reporter: class {} as never });
  const { EVENT_FILE_PRE_REQUIRE, EVENT_FILE_POST_REQUIRE } = Mocha.Suite.constants;
  for (const file of files) {
    const { href } = new URL(`../${file}.js`, import.meta.url);
    mocha.suite.emit(EVENT_FILE_PRE_REQUIRE, globalThis, href, mocha);
    // not mocha.loadFilesAsync: it may load by require, which ignores the hook that redirects modules
    await import(href);
    mocha.suite.emit(EVENT_FILE_POST_REQUIRE, globalThis, href, mocha);
  }
  return new Promise((resolve) => {
    let failed: string | null = null;
    mocha
      .run((failures) => resolve(failures === 0 ? null : (failed ?? "a test")))
      .on("test end", () => say({ is: "alive" }))
      .on("fail", (test) => {
        failed ??= test.fullTitle();
      });
  });
}

/** The mutations that the tests have reached, the loading of their modules included. */
function reached(): readonly string[] {
  const { mutantCoverage } = (globalThis as unknown as { readonly __stryker__?: Switch }).__stryker__ ?? {};
  return Object.keys(mutantCoverage?.static ?? {});
}

process.on("message", ({ files }: TestRequest) => {
  firstFailure(files).then(
    (failed) => say({ is: "tried", by: failed === null ? null : `the test "${failed}"`, reached: reached() }),
    (error) => say({ is: "tried", by: `an exception: ${error}` }),
  );
});
