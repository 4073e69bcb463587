import { assert } from "chai";
import { SYSTEMS } from "../fixture/systems.js";
import { callFunctions } from "./calls.js";

for (const system of SYSTEMS) {
  describe(`${system.name}: every function, with adversarial arguments`, () => {
    it("never throws, fails with codes of its row, and leaves nothing open", function () {
      this.timeout(60_000);
      assert.isNull(callFunctions(system, 10_000, 1));
    });
  });
}
