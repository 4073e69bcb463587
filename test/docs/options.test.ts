import { readFileSync } from "node:fs";
import { expect } from "chai";
import { OPTIONS_FILE, TOLD_FILE } from "./functions-file.js";
import { optionsPage, toldModule } from "./options.js";

describe("docs/options.md", () => {
  const page = optionsPage();

  it("is what the providers in the box do now", () => {
    expect(readFileSync(OPTIONS_FILE, "utf8") === page, "docs/options.md is stale: run npm run docs").to.equal(true);
  });

  it("has the options of every level, in full rows", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    for (const level of ["SOL_SOCKET", "IPPROTO_TCP", "IPPROTO_IP", "IPPROTO_IPV6"]) expect(page).to.include(level);
    expect(rows.length).to.be.above(40);
    for (const row of rows) expect(row).to.not.match(/\|\s*\|/);
  });

  it("gives the contract of network stacks the options that they are told", () => {
    expect(readFileSync(TOLD_FILE, "utf8") === toldModule(), "told-options.ts is stale: run npm run docs").to.equal(
      true,
    );
  });
});
