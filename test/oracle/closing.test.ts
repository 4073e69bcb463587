import { assert } from "chai";
import { closingLine, hasRun, idleAcceptances } from "./ledger.js";

after(() => {
  // WS2KIT_ORACLE=reasons also tells how often each reason counted
  if (hasRun()) console.log(closingLine(process.env.WS2KIT_ORACLE === "reasons"));
});

describe("oracle: accepted differences", () => {
  it("have a case each", () => {
    assert.deepEqual(idleAcceptances(), []);
  });
});
