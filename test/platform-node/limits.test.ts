import { readFileSync } from "node:fs";
import { LINUX_LIMITS, WINDOWS_LIMITS } from "@ws2kit/platform-node";
import { assert } from "chai";
import { ROOT, ws2kit } from "../cli/ws2kit.js";

const oneLine = (text: string): string => text.replace(/\s+/g, " ");

const SYSTEMS = { Linux: LINUX_LIMITS, Windows: WINDOWS_LIMITS };

for (const [system, limits] of Object.entries(SYSTEMS))
  describe(`the limits of ${system}`, () => {
    it("are in the README, row by row", () => {
      const readme = readFileSync(`${ROOT}packages/platform-node/README.md`, "utf8");
      const [, rest] = readme.split(`does not offer on ${system}`);
      const rows = rest.split("\n## ")[0].split("\n- ").slice(1);
      assert.deepEqual(
        rows.map((row) => oneLine(row).trim()),
        limits.map(({ subject, text }) => `**${subject}**: ${text}`),
      );
    });

    it("are in the report of a target's profile, once for each row", async () => {
      const { out, status } = await ws2kit("profile", "show", "ce");
      assert.equal(status, 0);
      const [, section] = out.split(`does not offer on ${system}`);
      for (const { subject, text } of limits) assert.include(section, `\n${subject}\n  ${text}\n`);
    });
  });
