import { shortGlobals } from "@ws2kit/build";
import { assert } from "chai";

const CODE = "let A = new Uint8Array(1), c = A instanceof Uint8Array, d = [Uint8Array, x.Uint8Array];";

describe("build: short globals", () => {
  it("have a name that nothing else has, and leave members and all else in their places", () => {
    const { code, preamble } = shortGlobals(CODE);
    assert.equal(preamble, "let B=Uint8Array;");
    assert.equal(code, CODE.replaceAll(/(?<!x\.)Uint8Array/g, "B".padEnd(10)));
  });

  it("leave a member that is named by its value alone", () => {
    assert.include(shortGlobals(`${CODE} const all = { Uint8Array };`).code, "{ Uint8Array }");
  });

  it("are none where there are few uses, or where the name is somebody's own", () => {
    for (const code of ["new Uint8Array(new Uint8Array(2));", `${CODE} class Uint8Array {}`]) {
      assert.deepEqual(shortGlobals(code), { code, preamble: "" });
    }
  });
});
