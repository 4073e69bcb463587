import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "@ws2kit/engine-quickjs";
import { Ajv } from "ajv";
import { expect } from "chai";
import { Parser } from "tap-parser";
import { validateXML } from "xmllint-wasm";
import { EVERYTHING } from "../fixture/everything.js";
import { ROOT, ws2kit } from "./ws2kit.js";

/** The members of a report that these tests read; the schema has all. */
interface Report {
  date: string;
  place: string;
  runs: {
    target: string;
    engine: string;
    counts: Record<string, number>;
    milliseconds: number;
    results: { id: string; outcome: string }[];
  }[];
}

const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Report;

describe("reports of ws2kit check", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-reports-"));
  const whole = join(folder, "whole.json");
  const parts = [1, 2].map((i) => join(folder, `part-${i}.json`));
  /** A run with every outcome: checks of a provider without slots. */
  const words = ["check", "test/lib/cli/providers/empty.js", "--target", "ce", "--seed", "3"];
  const some = [
    "--only",
    "startup",
    "--only",
    "bind",
    "--only",
    "groups",
    "--only",
    "multipoint",
    "--only",
    "2201-2205",
    "--only",
    "loader",
  ];

  before("check a provider without slots", async () => {
    const runs = [
      ws2kit(...words, ...some, "--format", "json", "--out", whole),
      ...parts.map((file, i) => ws2kit(...words, ...some, "--shard", `${i + 1}/2`, "--format", "json", "--out", file)),
    ];
    for (const { status } of await Promise.all(runs)) expect(status).to.equal(1);
  });

  after(() => rmSync(folder, { recursive: true }));

  it("contain the place; merge refuses two places, and the command that repeats a check includes it", async () => {
    const real = join(folder, "real.json");
    const { status } = await ws2kit(
      ...words,
      "--only",
      "bind/twice",
      "--place",
      "loopback",
      "--format",
      "json",
      "--out",
      real,
    );
    expect(status).to.equal(1);
    expect([read(real).place, read(whole).place]).to.deep.equal(["loopback", "simulated"]);
    const merged = await ws2kit("merge", whole, real);
    expect(merged.err).to.equal("[ws2kit] these reports come from two places, simulated and loopback.\n");
    const { out } = await ws2kit("merge", real);
    expect(out).to.include("--engine node --place loopback --only bind/twice");
  });

  it("JSON is valid by the published schema", () => {
    const schema = JSON.parse(readFileSync(`${ROOT}packages/cli/report.schema.json`, "utf8"));
    const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    validate(read(whole));
    expect(validate.errors).to.equal(null);
    const [{ counts }] = read(whole).runs;
    for (const outcome of ["pass", "fail", "broken", "not-applicable"])
      expect(counts[outcome], outcome).to.be.greaterThan(0);
  });

  it("TAP is valid for a TAP parser", async () => {
    const { out } = await ws2kit("merge", whole, "--format", "tap");
    const [{ counts, results }] = read(whole).runs;
    const inner: { total: number; failed: number; skipped: number }[] = [];
    const [total] = await new Promise<[number]>((resolve, reject) => {
      const parser = new Parser({ strict: true }, ({ plan }) => resolve([plan.end ?? 0]));
      parser.on("child", (child: Parser) =>
        child.on("complete", ({ count, fail, skip }) => inner.push({ total: count, failed: fail, skipped: skip })),
      );
      parser.on("extra", (text: string) => reject(new Error(text)));
      parser.end(out);
    });
    expect(total).to.equal(1);
    const failed = counts.fail + counts.broken;
    const skipped = counts["not-applicable"] + counts["not-supported"];
    expect(inner).to.deep.equal([{ total: results.length, failed, skipped }]);
  });

  it("TAP contains the whole report", async () => {
    const tap = join(folder, "whole.tap");
    writeFileSync(tap, (await ws2kit("merge", whole, "--format", "tap")).out);
    const { out } = await ws2kit("merge", tap, "--format", "json");
    const outcomes = (report: Report) => report.runs[0].results.map(({ id, outcome }) => `${id} ${outcome}`);
    const back = JSON.parse(out) as Report;
    expect(outcomes(back)).to.deep.equal(outcomes(read(whole)));
    expect(back.runs[0].counts).to.deep.equal(read(whole).runs[0].counts);
  });

  it("JUnit XML is valid by its schema", async () => {
    const { out } = await ws2kit("merge", whole, "--format", "junit");
    const { valid, errors } = await validateXML({
      xml: [{ fileName: "report.xml", contents: out }],
      schema: [readFileSync(`${ROOT}test/cli/junit.xsd`, "utf8")],
    });
    expect(errors.map(({ message }) => message)).to.deep.equal([]);
    expect(valid).to.equal(true);
  });

  it("parts of a sharded run merge to the whole report", async () => {
    const { out } = await ws2kit("merge", ...parts, "--format", "json");
    const outcomes = (report: Report) => report.runs[0].results.map(({ id, outcome }) => `${id} ${outcome}`).sort();
    expect(outcomes(JSON.parse(out))).to.deep.equal(outcomes(read(whole)));
  });

  it("a missing part is reported", async () => {
    const { status, err } = await ws2kit("merge", parts[0], "--format", "json");
    expect([status, err]).to.deep.equal([1, ""]);
    const three = { ...read(parts[1]), shard: { index: 2, of: 3 } };
    writeFileSync(join(folder, "part-of-3.json"), JSON.stringify(three));
    const twice = await ws2kit("merge", join(folder, "part-of-3.json"), join(folder, "part-of-3.json"));
    expect(twice).to.deep.equal({ status: 2, out: "", err: "[ws2kit] of 3 parts, 1, 3 are missing.\n" });
  });

  // the same through a bundle of the checks, and QuickJS
  if (EVERYTHING) {
    it("a device logs the same TAP, line by line", async () => {
      const [program, tap] = [join(folder, "device.js"), join(folder, "device.tap")];
      const asked = ["check", "--target", "ce", "--only", "bind,2201-2203"];
      const { status } = await ws2kit(...asked, "--device", program);
      expect(status).to.equal(0);
      const lines: unknown[] = [];
      const budgets = { heap: 8 << 20, stack: 250 * 1024, watchdog: 10_000 };
      const engine = await startEngine({ file: program, ...budgets, log: (line) => lines.push(line) });
      expect((await engine.ended).outcome).to.equal("done");
      writeFileSync(tap, `${lines.join("\n")}\n`);
      const [told, own] = await Promise.all([
        ws2kit("merge", tap, "--format", "json"),
        ws2kit(...asked, "--format", "json"),
      ]);
      const results = ({ out }: { out: string }) => (JSON.parse(out) as Report).runs[0].results;
      const outcomes = (run: { out: string }) => results(run).map(({ id, outcome }) => `${id} ${outcome}`);
      expect(outcomes(told)).to.deep.equal(outcomes(own).filter((text) => !text.startsWith("module/")));
      expect(results(told).length).to.be.greaterThan(10);
    });
  }

  it("a baseline fails for a new failure and for a check that passes again", async () => {
    const baseline = join(folder, "empty.baseline");
    const troubles = read(whole).runs[0].results.filter(({ outcome }) => outcome === "fail" || outcome === "broken");
    const lines = troubles.map(({ id }) => `ce node ${id}`);
    writeFileSync(baseline, `# known\n${lines.join("\n")}\n`);
    expect((await ws2kit("merge", whole, "--baseline", baseline)).status).to.equal(0);
    writeFileSync(baseline, `${lines.slice(1).join("\n")}\nce node WSAStartup/nothing\nce node module/loads\n`);
    const { status, err } = await ws2kit("merge", whole, "--baseline", baseline);
    expect(status).to.equal(1);
    expect(err.trim().split("\n")).to.deep.equal([
      `${baseline}: this check fails and is not listed; correct the provider, or add the line: ${lines[0]}`,
      `${baseline}:${lines.length + 1}: this check passes now; remove the line: ce node module/loads`,
      `${baseline}:${lines.length}: no check has this id: ce node WSAStartup/nothing`,
    ]);
  });

  it("a written baseline is current, and the last line reports that", async () => {
    const baseline = join(folder, "written.baseline");
    const last = (text: string) => text.trim().split("\n").pop();
    const written = await ws2kit("merge", whole, "--write-baseline", baseline);
    expect(written.status).to.equal(0);
    expect(last(written.out)).to.match(/^✔ .*written\.baseline: \d+ checks written as known failures\.$/);
    const held = await ws2kit("merge", whole, "--baseline", baseline);
    expect(held.status).to.equal(0);
    expect(last(held.out)).to.match(/^✔ \d+ known failures, as listed in .*written\.baseline\.$/);
    writeFileSync(baseline, readFileSync(baseline, "utf8").split("\n").slice(0, -2).join("\n"));
    const differing = await ws2kit("merge", whole, "--baseline", baseline);
    expect(differing.status).to.equal(1);
    expect(last(differing.out)).to.match(/^✖ 1 difference from .*written\.baseline\.$/);
  });

  it("a failure has three lines, the calls, and a command that repeats it", async () => {
    const { out } = await ws2kit("merge", whole);
    expect(out).to.match(
      /✖ loader\/.+ {2}\d+ {2}fail on ce node\n {2}expected .*\n {2}got {6}.*\n {2}why {6}.*\n {2}calls {4}alpha: [\s\S]*?\n {2}repeat {3}npx ws2kit check test\/lib\/cli\/providers\/empty.js --target ce --engine node --only .+ --seed 3\n/,
    );
  });

  it("the report of an unfinished provider lists the next steps", async () => {
    const { out } = await ws2kit("merge", whole);
    expect(out).to.match(
      /What to do next, as empty.js does on ce:\n +1\. set all 30 slots to functions, .*\n +2\. implement WSP\w+.*: unlocks \d+ checks?\n/,
    );
  });

  it("a statement contains the checked files, the suite and the result", async () => {
    const { out } = await ws2kit("merge", whole, "--statement");
    expect(out).to.match(/SHA-256 {3}[0-9a-f]{64}\n +profile {3}ce: Windows CE 5\.0, version \d+\n +engine {4}Node /);
  });
});
