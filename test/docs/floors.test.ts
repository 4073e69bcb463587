import { readFileSync } from "node:fs";
import { expect } from "chai";
import { FLOORS_FILE, floorsPicture } from "./floors.js";

describe("the picture of the floors", () => {
  it("shows the packages as they depend on each other now", () => {
    expect(readFileSync(FLOORS_FILE, "utf8"), "run npm run docs").to.equal(floorsPicture());
  });

  it("is on README's first page, which has at most 120 lines", () => {
    const readme = readFileSync("README.md", "utf8");
    expect(readme).to.include(`](${FLOORS_FILE})`);
    expect(readme.trimEnd().split("\n").length).to.be.at.most(120);
  });
});
