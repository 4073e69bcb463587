import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { listTargets } from "@ws2kit/build";
import { SYSTEMS } from "@ws2kit/rules";
import { expect } from "chai";

const ROOT = join(import.meta.dirname, "../../..");
/** Folders that npm and the compiler write. */
const MADE: readonly string[] = ["node_modules", "lib", "dist"];
/** Files that may name a target: rules, references of the compiler, and generated lists. */
const MAY =
  /^packages\/rules\/src\/|\/tsconfig[^/]*\.json$|\/profile\.lock\.json$|^packages\/create-ws2kit\/templates\/targets\.json$/;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.includes(entry.name) ? [] : filesIn(path);
    return entry.isFile() && !entry.name.endsWith(".tsbuildinfo") ? [path] : [];
  });
}

/** The files of packages and tests that contain a word, except those that may. */
function filesWith(word: string): string[] {
  const pattern = new RegExp(`\\b${word}\\b`);
  return ["packages", "test"]
    .flatMap((folder) => filesIn(join(ROOT, folder)))
    .map((path) => relative(ROOT, path).split(sep).join("/"))
    .filter((path) => !MAY.test(path) && pattern.test(readFileSync(join(ROOT, path), "utf8")));
}

describe("a target that extends another", () => {
  const known: readonly string[] = SYSTEMS;
  for (const target of listTargets(ROOT).filter((name) => !known.includes(name))) {
    it(`is named only in its folder: ${target}`, () => {
      expect(filesWith(target)).to.deep.equal([]);
    });
  }

  it("is found by this test: the targets that others extend are named in tests", () => {
    expect(filesWith("ce")).to.include("test/fixture/systems.ts");
  });
});
