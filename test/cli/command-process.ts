/** The process behind `ws2kit()`: runs one command line after the other, and sends the result of each. */
import type { CommandRun } from "./ws2kit.js";

let [runs, out, err] = [0, "", ""];
process.stdout.write = (text) => {
  out += text;
  return true;
};
process.stderr.write = (text) => {
  err += text;
  return true;
};

process.on("message", async (words: readonly string[]) => {
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...words);
  process.exitCode = undefined;
  [out, err] = ["", ""];
  // importing it with a new query runs it again; its own imports stay loaded
  await import(new URL(`../../../packages/cli/lib/main.js?${runs++}`, import.meta.url).href);
  process.send?.({ status: Number(process.exitCode ?? 0), out, err } satisfies CommandRun);
});
process.once("disconnect", () => process.exit());
