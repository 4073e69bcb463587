import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Survey } from "@ws2kit/conformance";
import { SLOTS, type SlotName } from "@ws2kit/spi";
import { expect } from "chai";
import { shardOf } from "#cli/check/shard.js";
import { joinedSteps, nextSteps } from "#cli/report/next-steps.js";
import { EVERYTHING } from "../fixture/everything.js";
import { COMMAND, ROOT, ws2kit } from "./ws2kit.js";

describe("the part of a sharded run", () => {
  /** The command line, the environment, and the part; or the beginning of the error message. */
  const ROWS: readonly (readonly [of: string, word: string | undefined, env: Record<string, string>, part: string])[] =
    [
      ["nothing", undefined, {}, "all"],
      ["--shard", "2/3", {}, "2/3"],
      ["a scheduler that counts from 1", undefined, { CI_NODE_INDEX: "3", CI_NODE_TOTAL: "8" }, "3/8"],
      ["a pipeline of one job", undefined, { CI_NODE_TOTAL: "1" }, "all"],
      ["--shard before the environment", "1/1", { CI_NODE_INDEX: "3", CI_NODE_TOTAL: "8" }, "1/1"],
      ["an indexed job, which counts from 0", "/8", { JOB_COMPLETION_INDEX: "0" }, "1/8"],
      ["the last of an indexed job", "/8", { JOB_COMPLETION_INDEX: "7" }, "8/8"],
      ["an index without its total", "/4", { CI_NODE_INDEX: "4" }, "4/4"],
      ["an indexed job without its number of parts", undefined, { JOB_COMPLETION_INDEX: "2" }, "all"],
      ["a scheduler that counts from 0", undefined, { CIRCLE_NODE_INDEX: "0", CIRCLE_NODE_TOTAL: "8" }, "1/8"],
      [
        "another scheduler's last part",
        "/4",
        { BUILDKITE_PARALLEL_JOB: "3", BUILDKITE_PARALLEL_JOB_COUNT: "4" },
        "4/4",
      ],
      [
        "an index from 0 that is its total",
        undefined,
        { CIRCLE_NODE_INDEX: "8", CIRCLE_NODE_TOTAL: "8" },
        "must be i/n",
      ],
      ["a part beyond the last", "/8", { JOB_COMPLETION_INDEX: "8" }, "JOB_COMPLETION_INDEX must be i/n"],
      ["no number", undefined, { CI_NODE_INDEX: "x", CI_NODE_TOTAL: "8" }, "CI_NODE_INDEX/CI_NODE_TOTAL must be i/n"],
      ["part 0", "0/3", {}, "--shard must be i/n"],
      ["no total", "2", {}, "--shard must be i/n"],
      [
        "no index anywhere",
        "/3",
        {},
        "--shard /3 reads its index from JOB_COMPLETION_INDEX, CI_NODE_INDEX, CIRCLE_NODE_INDEX or",
      ],
    ];

  for (const [of, word, env, part] of ROWS) {
    it(`is set by ${of}`, () => {
      const found = () => {
        const { shard } = shardOf(word, env);
        return shard === null ? "all" : `${shard.index}/${shard.of}`;
      };
      if (/must be|reads/.test(part)) expect(found).to.throw(part);
      else expect(found()).to.equal(part);
    });
  }
});

describe("the next steps of parts of a run", () => {
  /** The failing checks of a provider that has WSPSocket alone, and the slots that each needs. */
  const FAILING: readonly (readonly [id: string, needs: readonly SlotName[]])[] = [
    ["bind/twice", ["WSPBind", "WSPSocket"]],
    ["connect/refused", ["WSPConnect", "WSPSocket"]],
    ["connect/twice", ["WSPConnect", "WSPSocket"]],
    ["send/empty", ["WSPConnect", "WSPSend", "WSPSocket"]],
    ["getsockname/bound", ["WSPSocket"]],
  ];
  const slots = Object.fromEntries(SLOTS.map((slot) => [slot, slot === "WSPSocket" ? "answers" : "empty"]));
  const stepsOf = (failing: typeof FAILING) => nextSteps({ slots } as Survey, new Map(failing));
  const place = (id: string) => FAILING.findIndex((row) => row[0] === id);

  it("join to those of the whole run, in any order", () => {
    const [even, odd] = [0, 1].map((half) => stepsOf(FAILING.filter((_, i) => i % 2 === half)));
    for (const joined of [joinedSteps(even, odd, place), joinedSteps(odd, even, place)]) {
      expect(joined).to.deep.equal(stepsOf(FAILING));
    }
    expect(stepsOf(FAILING).implement[0]).to.deep.equal({ needs: ["WSPConnect"], unlocks: 2 });
  });

  it("are those of the other part if one part has no next steps", () => {
    expect(joinedSteps(null, stepsOf(FAILING), place)).to.deep.equal(stepsOf(FAILING));
    expect(joinedSteps(null, null, place)).to.equal(null);
  });
});

interface Report {
  date: string;
  runs: { milliseconds: number; results: { id: string }[]; next: { implement: unknown[] } | null }[];
}

/** A report without its date and durations. */
const said = ({ date, runs, ...rest }: Report) => ({
  ...rest,
  runs: runs.map(({ milliseconds, ...run }) => run),
});

// each part runs in a separate process, as on a separate machine; test/cli/reports.test.ts merges parts of one process
function ofEightMachines(this: Mocha.Suite): void {
  this.timeout(300_000);
  const PARTS = 8;
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-shards-"));
  after(() => rmSync(folder, { recursive: true }));

  const asked = ["check", "test/lib/cli/providers/empty.js", "--target", "ce", "--only", "bind,connect,sharing"];

  it("equals the whole run once its parts are merged", async () => {
    const files = Array.from({ length: PARTS }, (_, i) => join(folder, `part-${i}.json`));
    await Promise.all(
      files.map((file, i) =>
        promisify(execFile)(process.execPath, [COMMAND, ...asked, "--format", "json", "--out", file], {
          cwd: ROOT,
          env: { ...process.env, CI_NODE_INDEX: String(i + 1), CI_NODE_TOTAL: String(PARTS) },
          // most checks fail
        }).catch((error: { code?: number }) => expect(error.code).to.equal(1)),
      ),
    );
    const whole = join(folder, "whole.json");
    await ws2kit(...asked, "--format", "json", "--out", whole);
    const merged = await ws2kit("merge", ...files, "--format", "json");
    const report = JSON.parse(merged.out) as Report;
    expect(said(report)).to.deep.equal(said(JSON.parse(readFileSync(whole, "utf8"))));
    expect(report.runs[0].results.length).to.be.greaterThan(20);
    expect(report.runs[0].next?.implement).to.not.have.length(0);
  });
}

if (EVERYTHING) describe("a run sharded over eight machines", ofEightMachines);
