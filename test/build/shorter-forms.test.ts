import { shorterForms } from "@ws2kit/build";
import { assert } from "chai";

describe("build: shorter forms", () => {
  const shorter = (code: string) => shorterForms(code, [[0, code.length]]);

  it("say let for const, in its place", () => {
    const code = "const a = 1;\nfor (const b of [a]) { const c = b; }\n";
    assert.equal(shorter(code), code.replaceAll("const", "let  "));
  });

  it("put a number in the place of a constant that is a key, in its place, if it is no longer", () => {
    const code = "const ONE = 1, LONG = 123456, none = f();\nx({ [ONE]: ONE, [LONG]: 2, [none]: 3, [other]: 4 });\n";
    assert.equal(shorter(code), code.replace("const", "let  ").replace("[ONE]", "[1  ]"));
  });

  it("make a function an arrow function, with its parameters where they were", () => {
    const code = 'function add({ a },\n  b = [")"]) {\n  return a + b;\n}\nadd;';
    const small = shorter(code);
    assert.match(small, /^let add=\(\{ a \},\n {2}b = \["\)"\]\)=> *\{\n {2}return a \+ b;\n\}\nadd;$/);
    assert.equal(small.indexOf("{\n  return"), code.indexOf("{\n  return"));
  });

  for (const text of [
    "function f() { return this; }",
    "function f() { return arguments; }",
    "function f(a = arguments[0]) { return a; }",
    "function f() { return () => new.target; }",
    "function* f() { yield 1; }",
    "async function f() {}",
    "export default function () {}",
    "{ function f() {} }",
  ]) {
    it(`leave ${text} as it is`, () => {
      assert.equal(shorter(text), text);
    });
  }

  it("leave the functions of other modules", () => {
    const code = "function f() {}\nfunction g() {}\n";
    assert.match(shorterForms(code, [[16, code.length]]), /^function f\(\) \{\}\nlet g=\(\)=> *\{\}\n$/);
  });
});
