import type { Result } from "@ws2kit/conformance";
import type { JobOutcome } from "../engine/run-job.js";
import { named } from "../report/words.js";

/** The results of `module/loads` and `module/globals`. */
export function moduleResults({ refused, globals }: JobOutcome): Result[] {
  const loads = moduleResult(
    "module/loads",
    "the module",
    "a module whose default export makes a provider",
    named(refused),
  );
  if (refused !== "") return [loads];
  const written = [...globals].map(([name, check]) =>
    check === "" ? `${name} (on loading)` : `${name} (in ${check})`,
  );
  return [loads, moduleResult("module/globals", "globals that were written", "none", written.join(", "))];
}

/** Passes if `got` is "". */
function moduleResult(id: string, what: string, expected: string, got: string): Result {
  const isFail = got !== "";
  return {
    id,
    rule: id,
    outcome: isFail ? "fail" : "pass",
    what: isFail ? what : "",
    expected: isFail ? { text: expected } : null,
    got: isFail ? { text: got } : null,
    trace: [],
    codes: [],
    slots: [],
    leaks: null,
  };
}
