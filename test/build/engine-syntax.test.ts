import { unknownSyntax } from "@ws2kit/build";
import { assert } from "chai";

describe("build: the syntax of the oldest engine", () => {
  it("has ES2020, class fields, private names and logical assignment", () => {
    const code = "class A { x = 1; #y = 2; get z() { return this.#y ??= this?.x ?? 3n; } } async () => { await 1; };";
    assert.deepEqual(unknownSyntax(code), []);
  });

  const unknown: Readonly<Record<string, string>> = {
    "a static block in a class": "\nclass A { static { f(); } }",
    "#name in object": "\nclass A { #a; has(o) { return #a in o; } }",
    "await outside of a function": "\nawait f();",
    "a regular expression with the flag dg": "\n/a/dg.exec('a');",
  };
  for (const [what, code] of Object.entries(unknown)) {
    it(`does not include ${what}`, () => assert.deepEqual(unknownSyntax(code), [{ line: 2, what }]));
  }
});
