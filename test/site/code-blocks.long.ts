import { expect } from "chai";
import { faultsOf } from "./block-compiler.js";
import { BlockHolders, type HeldBlock } from "./code-blocks.js";
import { navigation } from "./navigation.js";
import type { Page } from "./page.js";
import { RepositoryPages } from "./repository-pages.js";
import { sitePages } from "./site-pages.js";

describe("the blocks of code of the site", function () {
  this.timeout(120_000);
  let pages: readonly Page[];
  let blocks: readonly HeldBlock[];
  before(async () => {
    const holders = new BlockHolders();
    pages = await sitePages(new RepositoryPages());
    blocks = pages.flatMap((page) => holders.held(page));
  });

  it("stand on pages that the navigation lists", () => {
    // the pages of the API are TypeDoc's, which the build of the site writes
    const api = ["index", "layers"].map((name) => ({ path: `api/${name}`, text: "# API\n" }));
    const written = pages.filter(({ path }) => !path.startsWith("api/"));
    expect(navigation([...written, ...api]).length).to.be.above(5);
  });

  /** Blocks that are no part of a file, which the next test compiles. */
  const isCompiled = ({ by, language }: HeldBlock) => by === null && language === "ts";

  it("belong to a file that tests compile, to a command that tests know, or to what a tool prints", () => {
    expect(blocks.length).to.be.above(400);
    const loose = blocks.filter((block) => block.by === null && !isCompiled(block));
    expect(loose.map(({ page, line }) => `${page}, line ${line}`)).to.deep.equal([]);
  });

  it("of TypeScript compile, with what stands around them", () => {
    expect(faultsOf(blocks.filter(isCompiled))).to.deep.equal([]);
  });
});
