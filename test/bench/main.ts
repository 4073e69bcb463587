/**
 * `npm run bench [-- part … --json FILE --compare --write]`: how fast things are, as figures and ratios of one run,
 * beside their aims. Without names, it runs every part.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compared, latest, remember } from "./history.js";
import { writePage } from "./page.js";
import { PARTS } from "./parts.js";
import { pin } from "./pinning.js";
import { report } from "./report.js";
import type { Figure } from "./row.js";

const USAGE = `npm run bench [-- part … --json FILE --compare --write]

Parts: ${Object.keys(PARTS).join(", ")}; all unless some are named.
  --json FILE  writes the figures as JSON
  --compare    prints what moved beyond the noise since the history's last run
  --write      adds the run to test/bench/history.jsonl, and writes the newest figures into docs/performance.md; the part
               scale also writes docs/scale.svg`;
const PLOT = fileURLToPath(new URL("../../../docs/scale.svg", import.meta.url));

/** Why the arguments are wrong, or the arguments. */
function read() {
  try {
    const options = {
      json: { type: "string" },
      compare: { type: "boolean" },
      write: { type: "boolean" },
      help: { type: "boolean" },
    } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.filter((name) => !(name in PARTS));
    if (unknown.length > 0) return `there is no part ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}`;
    return { values, parts: positionals.length > 0 ? positionals : Object.keys(PARTS) };
  } catch (error) {
    return (error as Error).message;
  }
}

const asked = read();
if (typeof asked === "string") {
  console.error(`[ws2kit] bench: ${asked}`);
  process.exitCode = 2;
} else if (asked.values.help) {
  console.log(USAGE);
} else {
  const figures: Figure[] = [];
  for (const name of asked.parts) {
    pin(PARTS[name].isPinned);
    const found = await PARTS[name].measure(asked.values.write ? PLOT : null);
    console.log(report(name, found));
    figures.push(...found);
  }
  const { json, compare, write } = asked.values;
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
  if (compare) console.log(compared(figures));
  if (write) {
    remember(figures);
    writePage(latest());
  }
}
