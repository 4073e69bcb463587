import { readdirSync } from "node:fs";
import { ROOT, ws2kit } from "../cli/ws2kit.js";

const EXAMPLE = "examples/own-provider";

/** The steps of the example, in order: "1-nothing", … */
export const STEPS: readonly string[] = readdirSync(`${ROOT}${EXAMPLE}/steps`)
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();

/** The file of a step's report. */
export function keptFile(step: string): string {
  return `${ROOT}${EXAMPLE}/reports/${step}.txt`;
}

/** What `ws2kit check` says of a step now, without how long it took. */
export async function reportOf(step: string): Promise<string> {
  const file = `${EXAMPLE}/steps/${step}.ts`;
  const { out } = await ws2kit("check", file, "--target", "ce");
  // removes the duration, and the width of its column
  const timeless = out
    .replace(/ *\d+\.\d s │/g, "       │")
    .replace(/ +time │/g, "  time │")
    .replace(/─+([┐┤┘])$/gm, "───────$1");
  return `$ npx ws2kit check ${file} --target ce\n${timeless}`;
}
