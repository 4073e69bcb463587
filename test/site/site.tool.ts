import { expect } from "chai";
import { brokenLinks, builtPages } from "./built-links.js";

/** The site as `npm run docs:site` has built it. */
describe("the built site", function () {
  this.timeout(120_000);

  it("has no link to a file or a heading that does not exist, and none that leaves the site", () => {
    const pages = builtPages();
    expect(pages.size).to.be.above(300);
    expect(brokenLinks(pages)).to.deep.equal([]);
  });
});
