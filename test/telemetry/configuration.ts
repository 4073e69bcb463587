import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Config } from "@ws2kit/example-telemetry/config";

export const EXAMPLE = fileURLToPath(new URL("../../../examples/telemetry/", import.meta.url));

/** The example's configuration, with what a test wants otherwise. */
export function config(changes: Partial<Config> = {}): Config {
  return { ...(JSON.parse(readFileSync(`${EXAMPLE}config.json`, "utf8")) as Config), ...changes };
}
