import { readFileSync } from "node:fs";

/** The version of ws2kit, which all of its packages share: that of the checks and of the SPI. */
export const SUITE: string = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
