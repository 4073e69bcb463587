import { makeInPlace } from "@ws2kit/build";
import { assert } from "chai";
import MagicString from "magic-string";

const TABLE = "const all = (process) => ({\n  bind: bind(process),\n});\n";

describe("build: functions made in their table", () => {
  const made = (code: string, own: [number, number], table: [number, number]) => {
    const text = new MagicString(code);
    makeInPlace(text, [own], table);
    return text.toString();
  };
  /** The resulting program and its table, without blanks. */
  const placed = (makers: string) => {
    const code = makers + TABLE;
    return left(made(code, [0, code.length], [makers.length, code.length]));
  };
  const left = (text: string) => text.replace(/\s+/g, "");

  for (const [what, maker, result] of [
    ["an arrow function returns", "const bind = (process) => (s) => process.of(s);", "((s)=>process.of(s))"],
    ["its only statement returns", "let bind=(process)=>{ return (s) => s; }\n", "((s)=>s)"],
    ["needs no process", "const bind = () => (s) => s;", "((s)=>s)"],
    ["has its process by another name", "const bind = (p) => (s) => p.of(s);", "((p)=>(s)=>p.of(s))(process)"],
    ["reads a member of its process as a parameter", "const bind = ({ a }) => (s) => a;", "(({a})=>(s)=>a)(process)"],
  ]) {
    it(`is what ${what}`, () => {
      assert.equal(placed(maker), left(TABLE).replace("bind(process)", result));
    });
  }

  it("is made by a call that only creates functions, from the arguments of that call", () => {
    const call =
      "const slotCall = (name, n = 1) => socketCall(name, (s) => n);\nconst socketCall = (n, f) => (p) => f;\n";
    const result = left(TABLE).replace("bind(process)", '(slotCall("bind",2))(process)');
    assert.equal(placed(`${call}const bind = slotCall("bind", 2);\n`), left(call) + result);
  });

  for (const [what, code] of Object.entries({
    "something else names": "const bind = (process) => (s) => s;\nconst other = bind;\n",
    "is exported": "const bind = (process) => (s) => s;\nexport { bind };\n",
    "is made by a call that does more": "const call = (a) => { a(); return (p) => p; };\nconst bind = call(() => 1);\n",
    "is made by a call that looks into what it is passed": "const call = ({ a }) => (p) => a;\nconst bind = call(b);\n",
    "is made by a call without end": "const call = (a) => call(a);\nconst bind = call(1);\n",
    "is made of what another call returns": "const bind = made().bind;\n",
    "names a variable as its table names the process": "let process;\nconst bind = (p) => () => process;\n",
    "is declared with others": "const bind = (process) => (s) => s, b = 1;\n",
    waits: "const bind = call(async () => 1)(2);\n",
  })) {
    it(`is not what ${what}`, () => {
      assert.equal(placed(code), left(code + TABLE));
    });
  }

  it("is used only in its table, and belongs to ws2kit's own modules", () => {
    const code = `const bind = (process) => (s) => s;\n${TABLE}`;
    assert.equal(made(code, [0, code.length], [0, 0]), code);
    assert.equal(made(code, [40, code.length], [0, code.length]), code);
  });
});
