import { failureText, OUTCOMES, undocumentedCodes } from "@ws2kit/conformance";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { describeTarget, type Run, runChecks } from "./runs.js";
import { concerns, ENGINE_NAMES, selectionFor } from "./selection.js";
import { TARGET_NAMES, TARGETS } from "./targets.js";

const finished: Run[] = [];

/** Every run. The runs of the slow engine have started. */
const runs = ENGINE_NAMES.flatMap((engine) =>
  (engine === "Node" ? Object.keys(TARGETS) : TARGET_NAMES).map((target) => ({
    target,
    engine,
    run: undefined as Promise<Run> | undefined,
  })),
);

// before the tests of all files, so that the slow engine runs at the same time as they do
before("start the slow engine", () => {
  for (const each of runs) {
    if (each.engine !== "debug-sync") continue;
    each.run = runChecks(each.target, each.engine);
    // its own test awaits it and reports an error
    each.run.catch(() => undefined);
  }
});

describe("conformance", () => {
  for (const each of runs) {
    const { target, engine } = each;
    describe(`${target} in ${engine}`, () => {
      let run: Run;

      before("run the checks", async function () {
        this.timeout(EVERYTHING ? 3_600_000 : 300_000);
        run = await (each.run ?? runChecks(target, engine));
        finished.push(run);
      });

      const subject = describeTarget(target);
      for (const selected of selectionFor(target).filter((one) => concerns(one, subject))) {
        it(selected.id, () => {
          const result = run.results.get(selected.id);
          if (result === undefined) throw new Error("it did not run");
          if (result.outcome === "fail" || result.outcome === "broken") throw new Error(failureText(result));
        });
      }

      it("returns documented codes only", () => {
        expect(undocumentedCodes([...run.results.values()], subject.lineage)).to.deep.equal([]);
      });

      it("releases everything", () => {
        if (engine === "debug-sync") expect(run.clean).to.not.equal(false);
        else expect(run.clean).to.equal(true);
      });

      it("leaks nothing after the last WSACleanup: no handle, no socket, no pending operation", () => {
        const kept = [...run.results.values()].filter(
          ({ leaks }) => leaks !== null && leaks.handles + leaks.sockets + leaks.operations > 0,
        );
        expect(kept.map(({ id, leaks }) => ({ id, leaks }))).to.deep.equal([]);
      });
    });
  }

  after("tell the counts", () => console.log(countsOf(finished)));
});

/** One line: the number of checks, the targets and engines, and the outcomes. */
function countsOf(all: readonly Run[]): string {
  const results = all.flatMap((run) => [...run.results.values()]);
  const counts = OUTCOMES.map((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return `${count} ${WORDS[outcome]}`;
  });
  const untold = all
    .filter(({ clean }) => clean === null)
    .map(({ target }) => `\nthe leak checker failed on ${target}: whether memory leaked there is not known`);
  const checks = new Set(results.map(({ id }) => id)).size;
  return `\nconformance: ${checks} checks × ${TARGET_NAMES.length} targets × ${ENGINE_NAMES.join(", ")}: ${counts.join(", ")}${untold.join("")}`;
}

const WORDS = {
  pass: "passed",
  fail: "failed",
  "not-applicable": "not applicable",
  "not-supported": "not supported",
  broken: "broken",
};
