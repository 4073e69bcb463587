import { expect } from "chai";
import { faultsOf } from "./block-compiler.js";
import { BlockHolders, type HeldBlock } from "./code-blocks.js";
import { RepositoryPages } from "./repository-pages.js";
import { sitePages } from "./site-pages.js";

describe("the blocks of code of the site", function () {
  this.timeout(120_000);
  let blocks: readonly HeldBlock[];
  before(async () => {
    const holders = new BlockHolders();
    blocks = (await sitePages(new RepositoryPages())).flatMap((page) => holders.held(page));
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
