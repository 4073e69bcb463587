import { readFileSync } from "node:fs";

/** The version of ws2kit; all of its packages share it. */
export const SUITE: string = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
