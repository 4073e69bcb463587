import { expect } from "chai";
import { faultsOf } from "./block-compiler.js";
import { BlockHolders, type HeldBlock } from "./code-blocks.js";
import { RepositoryPages } from "./repository-pages.js";
import { sitePages } from "./site-pages.js";

/** Blocks of commands and data that no test runs, by page: how many. The numbers may only fall. */
const LOOSE: Readonly<Record<string, number>> = {
  overview: 1,
  contributing: 1,
  firmware: 4,
  "packages/cli/index": 1,
  "examples/device/index": 1,
  "packages/device-host/index": 1,
  "packages/device-host/porting": 2,
  "examples/messages/index": 1,
  "examples/port/index": 2,
  "examples/telemetry/index": 1,
};

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
    const loose: Record<string, number> = {};
    for (const block of blocks) {
      if (block.by === null && !isCompiled(block)) loose[block.page] = (loose[block.page] ?? 0) + 1;
    }
    expect(loose).to.deep.equal(LOOSE);
  });

  it("of TypeScript compile, with what stands around them", () => {
    expect(faultsOf(blocks.filter(isCompiled))).to.deep.equal([]);
  });
});
