import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { missingPrograms, readHost } from "@ws2kit/device-host";
import { expect } from "chai";
import { program } from "./firmware.js";
import { entriesOf, played } from "./transcript.js";

const HAS_NO_COMPILER = missingPrograms(readHost("x64"), "build").length > 0;

const TRANSCRIPT = fileURLToPath(new URL("../../cli/messages.txt", import.meta.url));

/** A report of no run, as `check --format json` writes it. */
const report = (changes: object) =>
  JSON.stringify({
    ...{ format: "ws2kit-report", version: 1, suite: "0.1.0", date: "2026-01-01T00:00:00.000Z", seed: 1 },
    ...{ place: "simulated", shard: null, runs: [], rules: {} },
    ...changes,
  });

/** The files that the commands name. */
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "package.json": '{ "type": "module" }',
  "app.ts": program(""),
  "without-main.ts": "export const main = 1;\n",
  "of-desktop.ts": `import { profile } from "@ws2kit/target-desktop";\n${program("  machine.platform.log(profile.name);")}`,
  "of-package.ts": `// @ts-ignore\nimport left from "left-pad";\n${program("  machine.platform.log(left);")}`,
  "regular.ts": program('  // @ts-ignore\n  machine.platform.log(/[a&&b]/v.test("b"));'),
  "built.js": 'ws2host.log("built");',
  "calls.ndjson": "",
  "image.img": Uint8Array.of(0xff, 0xfe, 0),
  "config.json": "{}",
  "known.baseline": "",
  "modems/modem.ts": "",
  "first.json": report({}),
  "of-seed-2.json": report({ seed: 2 }),
  "of-version-9.json": report({ suite: "9.0.0" }),
  "of-sockets.json": report({ place: "loopback" }),
  "foreign.tap": "TAP version 13\nok 1 - one\n1..1\n",
  "damaged.tap": 'TAP version 13\n# ws2kit {"suite":}\n1..0\n',
  "host/silent.sh": "#!/bin/sh\nexit 0\n",
  "host/crash.sh": "#!/bin/sh\nexit 9\n",
  "host/plain.txt": "",
  "host/a#b.mk": "",
  // process 1 always runs
  "claimed/x64/building": "1",
  "target/package.json": '{ "name": "target", "version": "1.0.0" }',
  "uncompiled/package.json":
    '{ "name": "uncompiled", "version": "1.0.0", "exports": "./index.js", "ws2kit": { "target": "uncompiled" } }',
};

/** Each message of the command line that no other test holds, in a transcript. */
describe("messages.txt", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(fileURLToPath(new URL("messages-", import.meta.url)));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text, { mode: name.endsWith(".sh") ? 0o755 : 0o644 });
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const { command, text } of entriesOf(readFileSync(TRANSCRIPT, "utf8"))) {
    it(command, () => {
      if (command.includes("host build") && HAS_NO_COMPILER) return console.log("not run: there is no compiler");
      expect(played(command, folder)).to.equal(text);
    });
  }
});
