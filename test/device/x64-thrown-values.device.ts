import { assert } from "chai";
import { THROWN_VALUES } from "../fixture/thrown-values.js";
import { describeX64, run } from "./x64.js";

describeX64(() => {
  describe("reports the thrown value", () => {
    for (const [name, code, says] of THROWN_VALUES) {
      it(name, async () => {
        const ended = await run(code);
        assert.equal(ended.code, 1, ended.complaints.join("\n"));
        assert.match(ended.complaints.join("\n"), says);
      });
    }
  });

  it("has no eval", async () => {
    const { log } = await run("try { eval('1'); } catch (error) { ws2host.log(error.name); }");
    assert.deepEqual(log, ["TypeError"]);
  });

  it("prints a text to its end, including a NUL", async () => {
    const { log } = await run(`ws2host.log("a\\0b"); ws2host.record("provider-version", '["a\\\\u0000b","1.1"]')`);
    assert.equal(log[0], "a\0b");
    assert.match(log[1], /^\[ws2kit\] a\0b: WSPStartup /);
  });

  it("prints a record as text", async () => {
    const { log } = await run(`ws2host.record("provider-version", '["a.dll","1.1"]'); ws2host.record("new", "[1]")`);
    assert.match(log[0], /^\[ws2kit\] a\.dll: WSPStartup set wVersion to 1\.1; the call failed/);
    assert.equal(log[1], "[ws2kit] new [1]");
  });
});
