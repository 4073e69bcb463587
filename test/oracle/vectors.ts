import { readFileSync } from "node:fs";

/** A row: the name of a program, and its recorded result. */
export interface Vector {
  readonly case: string;
  readonly answer: string;
}

/** Reads the cases of one file of `test/oracle/data`, as the test that knows their form. */
export function vectors<Row>(file: string): readonly Row[] {
  const url = new URL(`../../oracle/data/${file}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { cases: readonly Row[] }).cases;
}
