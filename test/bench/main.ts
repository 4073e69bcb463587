/**
 * `npm run bench [-- part …]`: how fast things are, as figures and ratios of one run. Every part unless some are named.
 */
import { benchDevice } from "@ws2kit/example-device/bench";
import { benchLayers } from "./layers/bench.js";
import { benchMemory } from "./memory/bench.js";
import { benchSockets } from "./sockets/bench.js";

/** Each part prints its own tables. */
const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  memory: benchMemory,
  layers: benchLayers,
  device: benchDevice,
  sockets: benchSockets,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`[ws2kit] bench: there is no part ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) await PARTS[name]();
}
