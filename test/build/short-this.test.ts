import { shortThis } from "@ws2kit/build";
import { assert } from "chai";

describe("build: a name for this", () => {
  it("is used if a function uses this often, in its arrow functions too", () => {
    const code = "class A {\n  m() {\n    this.a = this.b;\n    return [1].map(() => this.a + this.b);\n  }\n}";
    const small = shortThis(code);
    assert.include(small, "m() {var t$=this;\n    t$  .a = t$  .b;\n    return [1].map(() => t$  .a + t$  .b);");
    const run = (text: string) => new Function(`${text}\nconst a = new A(); a.b = 2; return a.m();`)();
    assert.deepEqual(run(small), run(code));
  });

  for (const [what, code] of Object.entries({
    "uses it rarely": "const o = {\n  m() {\n    return this.a + this.b + this.c;\n  }\n};",
    "begins in the middle of a line": "const o = { m() { return this.a + this.b + this.c + this.d; } };",
    "has a directive": "const o = {\n  m() {\n    'use strict';\n    return [this, this, this, this];\n  }\n};",
    "uses it in inner functions and classes":
      "const o = {\n  m() {\n    return [function () { return this; }, class { x = this; y = [this, this]; }];\n  }\n};",
    "constructs a derived class":
      "class A extends Object {\n  constructor() {\n    super();\n    this.a = this.b = this.c = this.d = 1;\n  }\n}",
  })) {
    it(`leave this in a function that ${what}`, () => {
      assert.notMatch(shortThis(code), /\$/);
    });
  }

  it("uses a name that no other code has", () => {
    const code = "const t$ = 1;\nconst o = {\n  m() {\n    return [this, this, this, this, t$];\n  }\n};";
    assert.include(shortThis(code), "[t_  , t_  , t_  , t_  , t$]");
  });
});
