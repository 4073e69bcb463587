import { describeSource, RULES, SOURCES, sourceTags } from "@ws2kit/rules";
import { expect } from "chai";
import { ANCHORS, unresolvedCitations } from "./citations.js";
import { ownFiles } from "./own-files.js";

/** Files with citations that must not resolve. */
const WRONG_ON_PURPOSE = ["test/docs/citations.test.ts", "test/docs/citations.ts", "test/rules/rules.test.ts"];

describe("citations", () => {
  it("resolve in every file of the project", () => {
    const files = ownFiles(".ts", ".js", ".md", ".c", ".h").filter(({ path }) => !WRONG_ON_PURPOSE.includes(path));
    expect(files.length).to.be.greaterThan(900);
    expect(files.flatMap(unresolvedCitations)).to.deep.equal([]);
  });

  it("name sections that the reference has an anchor for", () => {
    const sections = Object.keys(SOURCES.reference.sections).map((name) => name.slice(1));
    const decisions = Object.keys(SOURCES.design.sections).map((name) => name.replace(" ", "-"));
    expect([...sections, ...decisions].filter((name) => !ANCHORS.has(name))).to.deep.equal([]);
    expect(RULES.flatMap(({ source }) => sourceTags(source)).filter((tag) => !describeSource(tag))).to.deep.equal([]);
  });

  for (const [what, text] of [
    ["a section that the reference lacks", "/** Source: reference §99. */"],
    ["a slot that the table lacks", "/** Source: reference §1 slot 30. */"],
    ["an upcall that the table lacks", "// reference §2.1 slot 15"],
    ["a page of a system that has none", "/** Source: WSASocket (1997). */"],
    ["a statement that no suite makes", "// oracle bind-99"],
    ["a kind of statement that no suite makes", "/** Source: oracle sleep-*. */"],
    ["a test that Wine lacks", "// test_nothing_of_the_kind"],
    ["a page of Microsoft's archive that the reference does not cite", "// CE5:ms1"],
    ["a decision that is not written down", "/** Source: design nowhere. */"],
    ["a rule that there is not", "// WSPSocket/from-protocol-info/elsewhere"],
    ["words that are no citation", "/** Source: hearsay. */"],
    ["a citation in a block of several lines", "/**\n * A word.\n *\n * Source: reference §1;\n * hearsay.\n */"],
  ]) {
    it(`refuse ${what}`, () => {
      expect(unresolvedCitations({ path: "a.ts", text })).to.have.lengthOf(1);
    });
  }

  it("accept what resolves", () => {
    const text = "/** Source: reference §1 slots 1 and 29, §1.2; oracle bind-03, recv-*; WSASocket (CE) errors. */";
    expect(unresolvedCitations({ path: "a.ts", text })).to.deep.equal([]);
    expect(unresolvedCitations({ path: "a.ts", text: "// WSPSocket/from-protocol-info/af" })).to.deep.equal([]);
  });
});
