import type { Bench } from "./bench.js";

/** Programs of calls by the name of the row that says what they answered. */
export type Programs = Readonly<Record<string, (bench: Bench) => string>>;
