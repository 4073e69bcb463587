/** The process behind `ws2kit()`: it runs one command line after the other, and answers what each came to. */
import { type CommandRun, ROOT } from "./ws2kit.js";

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
  // it runs when it is imported, each time anew; what it imports itself stays
  await import(`${ROOT}packages/cli/lib/main.js?${runs++}`);
  process.send?.({ status: Number(process.exitCode ?? 0), out, err } satisfies CommandRun);
});
process.once("disconnect", () => process.exit());
