import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { ownFiles } from "./own-files.js";

/** The files or rooms that a README's table lists: the words in backticks in each row's first cell. */
function named(text: string): string[] {
  const table = /^\| (?:file|room) \|.*\n\| --- .*\n((?:\|.*\n)+)/m.exec(text);
  const cells = table?.[1].split("\n").map((row) => row.split("|")[1] ?? "") ?? [];
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name.replace(/\/$/, "")));
}

describe("READMEs", () => {
  for (const folder of readdirSync("packages")) {
    const text = readFileSync(`packages/${folder}/README.md`, "utf8");
    const entries = readdirSync(`packages/${folder}/src`).map((name) => name.replace(/(\.d)?\.ts$/, ""));
    const listed = named(text);
    if (listed.length === 0) continue;

    it(`${folder}: the table names files and rooms of src, and leaves none out`, () => {
      const inBackticks = new Set([...text.matchAll(/`(?:…\/)?([\w-]+)\/?`/g)].map(([, name]) => name));
      expect(listed.filter((name) => !entries.includes(name))).to.deep.equal([]);
      expect(entries.filter((name) => name !== "index" && !inBackticks.has(name))).to.deep.equal([]);
    });
  }

  it("are there for every package and target", () => {
    const folders = ["packages", "targets"].flatMap((room) => readdirSync(room).map((name) => `${room}/${name}`));
    expect(folders.filter((folder) => !existsSync(`${folder}/README.md`))).to.deep.equal([]);
  });

  it("are more than a title", () => {
    const short = ownFiles("README.md").filter(({ text }) => text.length < 200);
    expect(short.map(({ path }) => path)).to.deep.equal([]);
  });
});
