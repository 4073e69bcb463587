import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFirmware } from "@ws2kit/build";
import type { Row } from "../row.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const APP = `${ROOT}examples/echo/echo.ts`;

function output(): string {
  return join(mkdtempSync(join(tmpdir(), "ws2kit-bench-")), "echo.js");
}

/** A build of the echo firmware for ce: in a new process (cold), and again in the same process (warm). */
export const buildRows: readonly Row[] = [
  {
    measure: "ws2kit build of one target, cold",
    unit: "s",
    aim: 2,
    runs: 3,
    prepare() {
      const out = output();
      return {
        run() {
          const begun = performance.now();
          const args = [`${ROOT}packages/cli/bin/ws2kit.js`, "build", APP, "--target", "ce", "--out", out];
          execFileSync(process.execPath, args, { stdio: "ignore" });
          return (performance.now() - begun) / 1000;
        },
      };
    },
  },
  {
    measure: "the same, warm",
    unit: "s",
    aim: 0.5,
    runs: 3,
    prepare() {
      const out = output();
      return {
        async run() {
          const begun = performance.now();
          await buildFirmware({ app: APP, target: "ce", out });
          return (performance.now() - begun) / 1000;
        },
      };
    },
  },
];
