/**
 * Builds the conversation with the layers of `stack.json`, and runs it in QuickJS: `npm run layers`, or `-- ce` for one
 * target.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildFirmware, findTarget, importTarget, type LayerRow, listTargets } from "@ws2kit/build";
import type { Profile } from "@ws2kit/core";
import { startEngine } from "@ws2kit/engine-quickjs";
import { layerEventText } from "@ws2kit/layers/words";
import { codeText, logLine } from "@ws2kit/rules";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const app = here("../conversation.ts");
const layers = JSON.parse(await readFile(here("../stack.json"), "utf8")) as LayerRow[];
const asked = process.argv.slice(2);

try {
  for (const target of asked.length > 0 ? asked : listTargets(import.meta.dirname)) await run(target);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(target: string): Promise<void> {
  const out = `dist/${target}/layers.js`;
  await buildFirmware({ app, target, layers, out });
  const { profile } = await importTarget<{ readonly profile: Profile }>(findTarget(target, import.meta.dirname));
  console.log(`${target}: ${layers.map(({ layer }) => layer).join(" over ")} over the shipped provider`);
  const engine = await startEngine({ file: out, ...profile.device, log: (...values) => console.log(lineOf(values)) });
  const { outcome, message, figures } = await engine.ended;
  if (outcome !== "done") throw new Error(`${target}: ${outcome}: ${message}`);
  console.log(`${target}: done, with at most ${(figures.heapPeak / 1024).toFixed(0)} KiB of heap\n`);
}

/** Formats a line of the application, or an event of a layer. */
function lineOf(values: readonly unknown[]): string {
  return logLine(values, { "layer-event": (event: { readonly layer: string }) => layerEventText(event, codeText) });
}
