import { readFileSync } from "node:fs";
import { expect } from "chai";
import { FORWARDED_FILE, OPTIONS_FILE } from "./functions-file.js";
import { forwardedModule, optionsPage } from "./options-page.js";

describe("docs/options.md", () => {
  const page = optionsPage();

  it("is current for the shipped providers", () => {
    expect(readFileSync(OPTIONS_FILE, "utf8") === page, "docs/options.md is stale: run npm run docs").to.equal(true);
  });

  it("has the options of every level, in full rows", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    for (const level of ["SOL_SOCKET", "IPPROTO_TCP", "IPPROTO_UDP", "IPPROTO_IP", "IPPROTO_IPV6"])
      expect(page).to.include(level);
    expect(rows.length).to.be.above(40);
    for (const row of rows) expect(row).to.not.match(/\|\s*\|/);
  });

  it("the contract of network stacks lists the options that are forwarded to them", () => {
    expect(
      readFileSync(FORWARDED_FILE, "utf8") === forwardedModule(),
      "forwarded-options.ts is stale: run npm run docs",
    ).to.equal(true);
  });
});
