/** Checks the packed packages as a registry would offer them, with publint and arethetypeswrong. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { ROOT } from "../cli/ws2kit.js";

const PUBLINT = "publint@0.3.25";
const ATTW = "@arethetypeswrong/cli@0.18.5";

/** The command's package has a program and a schema, but no module to import. */
const WITHOUT_MODULE = /^ws2kit-cli-/;

describe("packed packages", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-packages-"));
  after(() => rmSync(folder, { recursive: true }));

  const words = ["pack", "--silent", "--pack-destination", folder, "--workspace", "packages", "--workspace", "targets"];
  execFileSync("npm", words, { cwd: ROOT });
  const files = readdirSync(folder);

  /** Runs a program of npm's on a package, and returns what it printed; `null` if it exits with 0. */
  function complaint(...command: string[]): string | null {
    try {
      execFileSync("npx", ["--yes", ...command], { cwd: folder, encoding: "utf8", stdio: "pipe" });
      return null;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return stdout + stderr;
    }
  }

  for (const file of files) {
    it(`${file}: publint reports nothing`, () => assert.isNull(complaint(PUBLINT, file, "--strict")));

    if (WITHOUT_MODULE.test(file)) continue;

    it(`${file}: its types resolve`, () => assert.isNull(complaint(ATTW, file, "--profile", "esm-only")));
  }

  it("contain a README and a license, and no tests", () => {
    for (const file of files) {
      const entries = execFileSync("tar", ["-tzf", file], { cwd: folder, encoding: "utf8" }).split("\n");
      assert.includeMembers(entries, ["package/README.md", "package/LICENSE", "package/package.json"], file);
      assert.deepEqual(
        entries.filter((entry) => /\.test\.(?:js|d\.ts)$/.test(entry)),
        [],
        file,
      );
    }
  });
});
