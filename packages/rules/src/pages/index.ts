import { SEED_000 } from "./callback-page.js";
import { SEED_002 } from "./ce-page.js";
import type { Sentence } from "./sentence.js";
import { SEED_004 } from "./socket-handle-page.js";
import { SEED_001 } from "./spi-1997-page.js";
import { SEED_003 } from "./wsasocket-page.js";

export type { Sentence } from "./sentence.js";

/** Every normative sentence of the five documentation pages, by the tag under which rules cite the page. */
export const PAGES: Readonly<Record<string, readonly Sentence[]>> = {
  "seed 000": SEED_000,
  "seed 001": SEED_001,
  "seed 002": SEED_002,
  "seed 003": SEED_003,
  "seed 004": SEED_004,
};
