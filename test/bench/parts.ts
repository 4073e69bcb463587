import { buildRows } from "./build/rows.js";
import { benchDevice } from "./device/bench.js";
import { benchLayers } from "./layers/bench.js";
import { measure } from "./measure.js";
import { memoryRows } from "./memory/rows.js";
import { realRows } from "./real/rows.js";
import type { Figure, Row } from "./row.js";
import { benchScale } from "./scale/bench.js";
import { benchSockets } from "./sockets/bench.js";
import { timelineRows } from "./timeline/rows.js";
import { tlsRows } from "./tls/rows.js";

/** A group of rows that `npm run bench` runs by its name. */
export interface Part {
  /** Whether it runs on one processor: a part that measures a thread besides this one does not. */
  readonly isPinned: boolean;
  /** `plot`: the SVG file that the part may write, or null. */
  measure(plot: string | null): Promise<readonly Figure[]>;
}

function rows(part: string, list: readonly Row[], isPinned = true): Part {
  return {
    isPinned,
    async measure() {
      const figures: Figure[] = [];
      for (const row of list) figures.push(await measure(part, row));
      return figures;
    },
  };
}

export const PARTS: Readonly<Record<string, Part>> = {
  memory: rows("memory", memoryRows),
  real: rows("real", realRows),
  scale: { isPinned: true, measure: benchScale },
  tls: rows("tls", tlsRows, false),
  build: rows("build", buildRows, false),
  layers: { isPinned: true, measure: benchLayers },
  device: { isPinned: false, measure: benchDevice },
  timeline: rows("timeline", timelineRows),
  sockets: { isPinned: true, measure: benchSockets },
};
