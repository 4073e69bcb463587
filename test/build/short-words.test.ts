import { shortWords } from "@ws2kit/build";
import { assert } from "chai";

const CODE = "let A = new Uint8Array(1), c = A instanceof Uint8Array, d = [Uint8Array, x.Uint8Array];";

describe("build: short words", () => {
  it("have a name that no other code has, and do not change members or the positions of other code", () => {
    const { code, preamble } = shortWords(CODE);
    assert.equal(preamble, "let B=Uint8Array;");
    assert.equal(code, CODE.replaceAll(/(?<!x\.)Uint8Array/g, "B".padEnd(10)));
  });

  it("do not replace a shorthand member", () => {
    assert.include(shortWords(`${CODE} const all = { Uint8Array };`).code, "{ Uint8Array }");
  });

  it("are not used for a name with few uses, or for a name that the program declares", () => {
    for (const code of ["new Uint8Array(new Uint8Array(2));", `${CODE} class Uint8Array {}`]) {
      assert.deepEqual(shortWords(code), { code, preamble: "" });
    }
  });

  it("replace strings too, with any quotes", () => {
    const { code, preamble } = shortWords('f("WSPRecvFrom", \'WSPRecvFrom\', "short", "short");');
    assert.equal(preamble, 'let A="WSPRecvFrom";');
    assert.equal(code, `f(${"A".padEnd(13)}, ${"A".padEnd(13)}, "short", "short");`);
  });

  for (const [what, code] of Object.entries({
    "is a key": '({ "what is long": 1 })["what is long"];\nclass A { "what is long"() {} }',
    "is compared with a type": 'typeof a === "undefined" || "undefined" !== typeof b || typeof c == "undefined";',
    "is a directive": 'function f() { "use strict and long"; }\nfunction g() { "use strict and long"; }',
    "names a module": 'import a from "a module of ours";\nimport b from "a module of ours";',
    "has a separator of lines": 'f("what is\u2028long", "what is\u2028long");',
    "is in a template": "[`what is long\n`, `what is long\n`];",
  })) {
    it(`leave a text that ${what}`, () => {
      assert.deepEqual(shortWords(code), { code, preamble: "" });
    });
  }
});
