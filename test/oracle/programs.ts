import type { Bench } from "./bench.js";

/** Programs of calls, by the name of the row with their recorded result. */
export type Programs = Readonly<Record<string, (bench: Bench) => string>>;
