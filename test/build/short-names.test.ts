import { shortNames } from "@ws2kit/build";
import { assert } from "chai";

describe("build: short names", () => {
  it("are the shortest for the most frequent names", () => {
    const names = shortNames("({ rare: 1, often: 2 }).often; const { often } = x; rare;", ["rare", "often"]);
    assert.deepEqual(
      [...names],
      [
        ["often", "a"],
        ["rare", "b"],
      ],
    );
  });

  it("are not names of the bundle's properties or strings, or of the language", () => {
    const names = shortNames('({ long: 1, b: 2 }).c; ["d"]; let a = `e`;', ["long", "never", "unused"]);
    assert.deepEqual([...names.values()], ["a", "f", "g"]);
    const many = [
      ...shortNames(
        "",
        Array.from({ length: 4000 }, (_, i) => `name${i}`),
      ).values(),
    ];
    assert.equal(new Set(many).size, many.length);
    for (const name of ["is", "of", "PI", "E"]) assert.notInclude(many, name);
  });
});
