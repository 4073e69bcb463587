import { describeSource, findRule, RULES, type RuleId, sourceTags } from "@ws2kit/rules";
import { expect } from "chai";

/** Statements of the documentation pages that a reader would look for first. */
const LANDMARKS: readonly RuleId[] = [
  "WSPSocket/from-protocol-info/af",
  "WSPSocket/non-ifs/create-handle",
  "WSASocketW/selection/deepest-stage",
  "propagation/WSPSocket/next-is-the-base",
  "groups/constrained/one-destination",
  "sharing/import/g-ignored",
  "WPUCreateSocketHandle/ReadFile",
  "send/after-shutdown",
];

describe("rules", () => {
  it("have unique ids", () => {
    expect(repeated(RULES.map((rule) => rule.id))).to.deep.equal([]);
  });

  it("have unique numbers", () => {
    expect(repeated(RULES.map((rule) => rule.number))).to.deep.equal([]);
  });

  it("have ids of a subject and at least one clause", () => {
    const odd = RULES.filter((rule) => !/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_.-]+)+$/.test(rule.id));
    expect(odd.map((rule) => rule.id)).to.deep.equal([]);
  });

  it("are whole sentences", () => {
    const odd = RULES.filter((rule) => !/^\S.*\.$/.test(rule.text) || /\s\s/.test(rule.text));
    expect(odd.map((rule) => rule.id)).to.deep.equal([]);
  });

  it("have different texts", () => {
    expect(repeated(RULES.map((rule) => `${rule.id.split("/")[0]}: ${rule.text}`))).to.deep.equal([]);
  });

  it("cite sources that are known", () => {
    const unknown = RULES.flatMap((rule) => sourceTags(rule.source)).filter((tag) => describeSource(tag) === undefined);
    expect(unknown).to.deep.equal([]);
  });

  it("cite every one of the five pages", () => {
    for (const page of [
      "WSPSocket (desktop)",
      "WSPSocket (1997)",
      "WSPSocket (CE 5.0)",
      "WSASocket (CE)",
      "WPUCreateSocketHandle (desktop)",
    ]) {
      const citing = RULES.filter((rule) => rule.source.includes(page));
      expect(citing.length, page).to.be.greaterThan(10);
    }
  });

  it("apply to Windows CE only if they cite a source for it", () => {
    const desktopOnly = /^(WSPSocket \(desktop\)|WPUCreateSocketHandle|oracle)/;
    const odd = RULES.filter(
      ({ applies, source }) =>
        !applies.systems.includes("desktop") && sourceTags(source).every((t) => desktopOnly.test(t)),
    );
    expect(odd.map((rule) => rule.id)).to.deep.equal([]);
  });

  it("have an opposite for each capability of defineProvider that a provider may lack, or apply only to shipped providers", () => {
    for (const capability of ["multipoint", "groups"]) {
      expect(
        RULES.some((rule) => rule.applies.lacking === capability),
        capability,
      ).to.equal(true);
    }
  });

  it("are found by id and by number", () => {
    for (const id of LANDMARKS) {
      const rule = findRule(id);
      expect(rule?.id).to.equal(id);
      expect(findRule(rule?.number ?? 0)).to.equal(rule);
    }
    expect(findRule(1)).to.equal(undefined);
  });
});

describe("sources", () => {
  it("are described by title and section", () => {
    expect(describeSource("WSASocket (CE) errors")).to.equal(
      "WSASocket (Windows CE and Windows Mobile 5): Error codes",
    );
  });

  it("are unknown without a known section", () => {
    expect(describeSource("reference §99")).to.equal(undefined);
    expect(describeSource("oracle bind-99")).to.equal(undefined);
    expect(describeSource("hearsay")).to.equal(undefined);
  });
});

function repeated<T>(values: readonly T[]): T[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}
