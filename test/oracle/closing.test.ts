import { assert } from "chai";
import { closingLine, hasRun, idleAcceptances } from "./ledger.js";

after(() => {
  // WS2KIT_ORACLE=reasons also tells how often each reason counted
  const line = closingLine(process.env.WS2KIT_ORACLE === "reasons");
  if (hasRun()) process.once("exit", () => console.log(line));
});

describe("oracle: accepted differences", () => {
  it("have a case each", () => {
    assert.deepEqual(idleAcceptances(), []);
  });
});
