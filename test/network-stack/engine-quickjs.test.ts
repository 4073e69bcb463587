import { Guest } from "@ws2kit/engine-quickjs";
import { assert } from "chai";
import { guestContract } from "./guest-contract.js";

/** Large budgets, because the contract tests the host, not its budgets. */
const BUDGETS = { heap: 16 << 20, stack: 256 << 10, watchdog: 60_000 };

guestContract("engine-quickjs", async (code) => {
  const lines: string[] = [];
  const guest = await Guest.boot({ ...BUDGETS, code, log: (...values) => lines.push(values.join(" ")) });
  assert.equal(guest.ended.outcome, "done", guest.ended.message);
  guest.dispose();
  return lines;
});
