import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Applications, program } from "./firmware.js";
import { COMMAND, ws2kit } from "./ws2kit.js";

/**
 * A file that a command reads: the command line, the file's content, and the message after the file's path.
 */
type Case = readonly [what: string, words: readonly string[], text: string, says: string];

const RUN = ["run", "app.ts", "--target", "ce"];
const LAYERS = [...RUN, "--layers", "FILE"];
const CONFIG = [...RUN, "--config", "FILE"];
const MERGE = ["merge", "FILE"];
const CHECK = ["check", "--only", "1202", "--target", "ce", "--baseline", "FILE"];
const REPORT = `{
  "format": "ws2kit-report", "version": 1,
  "suite": "1", "date": "2020-01-01T00:00:00Z", "seed": 1, "place": "simulated", "shard": null,
  "rules": {},
  "runs": RUNS
}`;

const CASES: readonly Case[] = [
  ["a comma behind the last member", CONFIG, `{ "interval": 5, }`, ":1:18: a name in double quotes must follow; JSON"],
  ["a comma behind the last element", LAYERS, `[\n  { "layer": "trace" },\n]`, ":3:1: a value must follow; JSON has"],
  ["a comment", CONFIG, `{\r\n  // five\r\n  "interval": 5 }`, ":2:3: JSON has no comments"],
  ["a name without quotes", CONFIG, "{ interval: 5 }", ":1:3: this is not a JSON value or name; names and texts need"],
  ["an object that ends early", LAYERS, `[{ "layer": "trace"\n`, ":2:1: the object is not closed: a } is missing"],
  ["nothing", CONFIG, "", ":1:1: a value must follow"],
  ["more than one value", CONFIG, "{}\n{}", ":2:1: the JSON ends before this"],
  ["no list", LAYERS, `{ "layer": "trace" }`, `:1:1: this must be a list of layers, such as [{ "layer": "trace" }].`],
  [
    "a layer without its name",
    LAYERS,
    `[\n  { "lyer": "trace" }\n]`,
    ":2:3: this must be an object with the name of a layer",
  ],
  ["no object", LAYERS, `["trace"]`, ":1:2: this must be an object with the name of a layer"],
  [
    "an unknown layer",
    LAYERS,
    `[{ "layer": "meter" },\n { "layer": "trac" }]`,
    `:2:13: there is no layer "trac"; the nearest is trace.`,
  ],
  [
    "an option that is not there",
    LAYERS,
    `[{ "layer": "meter",\n   "evry": 5 }]`,
    ":2:12: meter.evry: there is no such option. There are: every.",
  ],
  [
    "an option inside of a list",
    LAYERS,
    `[{ "layer": "filter", "rules": [\n  { "verdict": "deny" },\n  { "verdict": "deny", "port": 99999 }] }]`,
    ":3:32: filter.rules[1].port is 99999; it must be a port from 0 to 65535",
  ],
  ["an option that is missing", LAYERS, `[\n  { "layer": "replay" }]`, ":2:3: replay.recording is missing; the layer"],
  [
    "a recording that is no text",
    LAYERS,
    `[{ "layer": "replay", "recording": 5 }]`,
    ":1:36: replay.recording is 5; it must be a text.",
  ],
  [
    "a recording that record has not written",
    LAYERS,
    `[{ "layer": "replay", "recording": "x" }]`,
    ":1:36: replay.recording: line 1 was not written by the record layer",
  ],
  [
    "a report that is damaged",
    MERGE,
    `{ "format": "ws2kit-report",\n  "version" 1 }`,
    ":2:13: a colon must follow the name",
  ],
  ["a report of something else", MERGE, `{ "runs": [] }`, ":1:1: this is JSON, but not a report of ws2kit check."],
  [
    "a report of another version",
    MERGE,
    `{ "format": "ws2kit-report", "version": 2 }`,
    ":1:41: this is a report of version 2;",
  ],
  [
    "a report of another shape",
    MERGE,
    REPORT.replace("RUNS", `[{ "target": 5 }]`),
    ":5:12: a report must have required",
  ],
  ["no report", MERGE, "hello", ":1:1: this is neither a JSON report of ws2kit check nor TAP."],
  ["another suite's TAP", MERGE, "TAP version 14\n1..0\n", ":1:1: this is TAP, but not from ws2kit"],
  [
    "a device's TAP that is damaged",
    MERGE,
    `TAP version 14\n# ws2kit {"target": }\n1..0\n`,
    ":2:10: this TAP is damaged",
  ],
  [
    "an invalid line of a baseline",
    CHECK,
    "# known\nce node bind/twice # so\n  bind/twice\n",
    `:3:3: a line must be a target, an engine and a check, such as "ce quickjs bind/twice".`,
  ],
];

describe("a file that ws2kit reads", function () {
  this.timeout(120_000);
  let files: Applications;
  beforeEach(() => {
    files = new Applications();
    files.write("app.ts", program("  machine.openProcess();"));
  });
  afterEach(() => files.remove());

  const at = (word: string, file: string) =>
    word === "FILE" ? file : word === "app.ts" ? join(files.folder, word) : word;

  for (const [what, words, text, says] of CASES) {
    it(`${words[words.length - 2]}: ${what} ends with 2 and names the place`, async () => {
      const file = files.write("given.json", text);
      const { status, out, err } = await ws2kit(...words.map((word) => at(word, file)));
      expect(err.replace(`[ws2kit] ${file}`, "")).to.satisfy((said: string) => said.startsWith(says), err);
      expect({ status, out }).to.deep.equal({ status: 2, out: "" });
    });
  }

  for (const words of [
    CONFIG,
    LAYERS,
    MERGE,
    CHECK,
    ["run", "FILE", "--target", "ce"],
    ["build", "FILE", "--target", "ce"],
  ]) {
    it(`${words.join(" ")}: a folder or no file ends with 2`, async () => {
      const missing = join(files.folder, "missing.ts");
      const none = await ws2kit(...words.map((word) => at(word, missing)));
      expect(none).to.deep.equal({
        status: 2,
        out: "",
        err:
          ["run", "build"].includes(words[0]) && words[1] === "FILE"
            ? `[ws2kit] there is no file "${missing}".\n`
            : `[ws2kit] ${missing} cannot be read: there is no such file.\n`,
      });
      const folder = await ws2kit(...words.map((word) => at(word, files.folder)));
      expect(folder.err).to.equal(`[ws2kit] ${files.folder} cannot be read: it is a directory.\n`);
      expect(folder.status).to.equal(2);
    });
  }

  it("config.json in the application's folder is checked in the same way, if the application imports it", async () => {
    const config = files.write("config.json", `{ "interval": 5, }`);
    expect((await ws2kit("run", join(files.folder, "app.ts"), "--target", "ce")).status).to.equal(0);
    const app = files.write(
      "reads.ts",
      `import config from "@ws2kit/config";\n${program("  machine.record(config.a);")}`,
    );
    const { status, err } = await ws2kit("run", app, "--target", "ce");
    expect(err).to.match(/config\.json:1:18: a name in double quotes must follow/);
    expect(status).to.equal(2);
    expect(readFileSync(config, "utf8")).to.contain("5,");
  });

  it("other JSON that an application imports is part of the application, which then does not build", async () => {
    files.write("data.json", "[1, 2,]");
    const app = files.write(
      "reads.ts",
      `import data from "./data.json";\n${program("  machine.record(String(data));")}`,
    );
    const { status, err } = await ws2kit("run", app, "--target", "ce");
    expect(err).to.match(/data\.json:1:7: a value must follow/);
    expect(status).to.equal(1);
  });

  it("options for the settings or layers of built firmware end with 2", async () => {
    const [config, built] = [files.write("c.json", "{}"), files.write("built.js", "ws2host.log(1);")];
    for (const option of ["--config", "--layers"]) {
      const { status, err } = await ws2kit("run", built, "--target", "ce", option, config);
      expect(status, option).to.equal(2);
      expect(err).to.contain(`${built} is already built`);
    }
  });
});

describe("firmware that ws2kit writes", function () {
  this.timeout(120_000);
  let files: Applications;
  beforeEach(() => {
    files = new Applications();
  });
  afterEach(() => files.remove());

  it("replaces the old file completely, with its map, and leaves no other file", async () => {
    const app = files.write("app.ts", program("  machine.openProcess();"));
    const out = files.write("app.js", "old");
    expect((await ws2kit("build", app, "--target", "ce", "--out", out)).status).to.equal(0);
    expect(readdirSync(files.folder).sort()).to.deep.equal(["app.js", "app.js.map", "app.ts"]);
    expect(JSON.parse(readFileSync(`${out}.map`, "utf8")).file).to.equal("app.js");
    expect(await ws2kit("build", app, "--target", "ce", "--out", files.folder)).to.deep.equal({
      status: 2,
      out: "",
      err: `[ws2kit] ${files.folder} cannot be written: it is a directory.\n`,
    });
  });

  it("leaves the old file unchanged if the disk is full", async () => {
    const app = files.write("app.ts", program("  machine.openProcess();"));
    const out = files.write("app.js", "old");
    // files end at 8 KiB: a write is cut short there, as on a full disk
    const command = `ulimit -f 16; exec "$0" "$@"`;
    const words = [command, process.execPath, COMMAND, "build", app, "--target", "ce", "--out", out];
    const { status, stderr } = spawnSync("sh", ["-c", ...words], { encoding: "utf8" });
    expect(stderr).to.equal(`[ws2kit] ${out} cannot be written: the disk is full.\n`);
    expect(status).to.equal(2);
    expect(readFileSync(out, "utf8")).to.equal("old");
    expect(readdirSync(files.folder).sort()).to.deep.equal(["app.js", "app.ts"]);
  });
});

describe("a report that ws2kit writes", function () {
  this.timeout(120_000);
  let files: Applications;
  beforeEach(() => {
    files = new Applications();
  });
  afterEach(() => files.remove());

  const check = (out: string) => ws2kit("check", "--only", "1202", "--target", "ce", "--format", "json", "--out", out);

  it("replaces the old file completely, through a link too, and leaves no other file", async () => {
    const [old, link] = [files.write("report.json", "old"), join(files.folder, "link.json")];
    symlinkSync(old, link);
    expect((await check(link)).status).to.equal(0);
    expect(JSON.parse(readFileSync(old, "utf8")).format).to.equal("ws2kit-report");
    expect(readdirSync(files.folder).sort()).to.deep.equal(["link.json", "report.json"]);
  });

  it("is refused with 2 before the checks run if it cannot be written", async () => {
    const folder = join(files.folder, "report.json");
    mkdirSync(folder);
    expect(await check(folder)).to.deep.equal({
      status: 2,
      out: "",
      err: `[ws2kit] ${folder} cannot be written: it is a directory.\n`,
    });
    const under = join(files.write("file", ""), "report.json");
    expect((await check(under)).err).to.match(/ cannot be written: a part of its path is not a directory\.\n$/);
  });
});
