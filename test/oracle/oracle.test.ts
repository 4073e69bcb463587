import { assert } from "chai";
// all cases are in one file, because acceptances are counted over all of them
import "./address-text-cases.js";
import "./assertions-cases.js";
import "./asynchronous-cases.js";
import "./catalog-cases.js";
import "./creation-cases.js";
import "./ioctl-cases.js";
import "./network-events-cases.js";
import "./options-cases.js";
import "./protocol-info-cases.js";
import "./readiness-cases.js";
import "./startup-cases.js";
import "./state-cases.js";
import { closingLine, hasRun, idleAcceptances } from "./ledger.js";

after(() => {
  // WS2KIT_ORACLE=reasons also prints the number of cases for each reason
  const line = closingLine(process.env.WS2KIT_ORACLE === "reasons");
  if (hasRun()) process.once("exit", () => console.log(line));
});

describe("oracle: accepted differences", () => {
  it("have a case each", () => {
    assert.deepEqual(idleAcceptances(), []);
  });
});
