import { shorterForms } from "@ws2kit/build";
import { assert } from "chai";

describe("build: shorter forms", () => {
  const shorter = (code: string) => shorterForms(code, [[0, code.length]]);

  it("replace const by let, in the same position", () => {
    const code = "const a = 1;\nfor (const b of [a]) { const c = b; }\n";
    assert.equal(shorter(code), code.replaceAll("const", "let  "));
  });

  it("make a function an arrow function, with its parameters in the same position", () => {
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

  for (const text of [
    "const early = f();\nfunction f() {}",
    "const early = [f];\nfunction f() {}",
    "const call = () => f();\nconst early = call();\nfunction f() {}",
    "const all = [() => f()];\nconst early = all[0]();\nfunction f() {}",
    "class A { static early = f(); }\nfunction f() {}",
    "class A { static { f(); } }\nfunction f() {}",
    "class A { early = f(); }\nnew A();\nfunction f() {}",
    "const { early = f() } = {};\nfunction f() {}",
    "const early = { get it() { return f(); } }.it;\nfunction f() {}",
    "for (const early of [1]) f();\nfunction f() {}",
    "switch (1) { case 1: f(); }\nfunction f() {}",
    "if (true) { inner(); function inner() { f(); } }\nfunction f() {}",
    "const first = [];\nfirst.push(() => f());\nconst { length } = first.map((one) => one());\nfunction f() {}",
    "const early = 1 + { valueOf: () => f() };\nfunction f() { return 2; }",
    "const made = new f();\nfunction f() {}",
    "function f() {}\nnew f();",
    "function f() {}\nclass A extends f {}\nnew A();",
    "function f() {}\nf.prototype.x = 1;",
    "function f() {}\n({}) instanceof f;",
  ]) {
    it(`leave the function that ${JSON.stringify(text)} uses before its line, or as an object`, () => {
      const small = shorter(text);
      assert.include(small, "function f() {");
      new Function(text)();
      new Function(small)();
    });
  }

  for (const text of [
    "const late = () => f();\nfunction f() {}",
    "const late = { f() { return f(); } };\nfunction f() {}",
    "class A { late = f(); static ready = [1]; method() { return f(); } }\nfunction f() {}",
    "const other = g();\nfunction f() {}\nfunction g() {}",
    "function f() {}\nconst ready = f();",
    "const late = made(() => f());\nfunction f() {}\nfunction made(g) { return () => g(); }",
    "class A { #late = 1; late() { return f(this.#late); } }\nfunction f() {}",
  ]) {
    it(`make an arrow function of f in ${JSON.stringify(text)}, which is not used before its line`, () => {
      assert.include(shorter(text), "let f=()=>");
      new Function(shorter(text))();
    });
  }

  it("leave the functions that create others before their line, and the functions that those call", () => {
    const code =
      "const late = outer(1);\nfunction outer(x) { return inner(x); }\nfunction inner(x) { return () => x; }";
    assert.equal(new Function(`${shorter(code)}\nreturn late();`)(), 1);
    assert.equal(shorter(code), code.replace("const", "let  "));
  });

  it("replace Boolean by !!, except where a member of its result is read", () => {
    assert.equal(shorter("f(Boolean(a || b));").replace(/ {2,}/g, ""), "f(!!(a || b));");
    for (const code of ["Boolean(a).valueOf();", "Boolean(...a);", "Boolean();", "list.filter(Boolean);"]) {
      assert.equal(shorter(code), code);
    }
  });

  it("leave a constant to which code assigns", () => {
    for (const assignment of ["a = 2", "a++", "[a] = [2]", "({ a } = {})", "({ b: [a] } = { b: [2] })"]) {
      const code = `const a = 1;\nconst b = 2;\n(() => { try { ${assignment}; } catch {} })();`;
      assert.equal(new Function(`${shorterForms(code, [])}return a;`)(), 1, assignment);
    }
    const loop = "const a = 1;\n(() => { try { for (a of [2]); } catch {} })();";
    assert.equal(new Function(`${shorterForms(loop, [])}return a;`)(), 1);
  });

  it("leave the functions of other modules", () => {
    const code = "function f() {}\nfunction g() {}\n";
    assert.match(shorterForms(code, [[16, code.length]]), /^function f\(\) \{\}\nlet g=\(\)=> *\{\}\n$/);
  });
});
