import { findRule, PAGES, RULES, sourceTags } from "@ws2kit/rules";
import { expect } from "chai";

/** The number of normative sentences of each page, counted on the page. */
const COUNTS: Readonly<Record<string, number>> = {
  "WSPSocket (desktop)": 58,
  "WSPSocket (1997)": 72,
  "WSPSocket (CE 5.0)": 61,
  "WSASocket (CE)": 65,
  "WPUCreateSocketHandle (desktop)": 37,
};

describe("pages", () => {
  it("are the five", () => {
    expect(Object.keys(PAGES)).to.deep.equal(Object.keys(COUNTS));
  });

  for (const [page, count] of Object.entries(COUNTS)) {
    it(`${page}: every sentence is there once, in order`, () => {
      const numbers = PAGES[page].map((each) => each.sentence);
      expect(numbers).to.deep.equal(Array.from({ length: count }, (_, i) => i + 1));
    });

    it(`${page}: every sentence has a rule that cites the page, or a reason`, () => {
      for (const each of PAGES[page]) {
        if ("reason" in each) {
          expect(each.reason, each.says).to.match(/^[A-Z].+\.$/);
          continue;
        }
        const citing = each.rules.filter((id) => findRule(id)?.source.includes(page));
        expect(citing.length, `${each.sentence}: ${each.says}`).to.be.greaterThan(0);
      }
    });

    it(`${page}: every rule that cites the page is listed at one of its sentences`, () => {
      const named = new Set(PAGES[page].flatMap((each) => ("rules" in each ? [...each.rules] : [])));
      const cites = RULES.filter((rule) => sourceTags(rule.source).some((tag) => tag.startsWith(page)));
      expect(cites.filter((rule) => !named.has(rule.id as never)).map((rule) => rule.id)).to.deep.equal([]);
    });
  }
});
