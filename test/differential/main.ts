/**
 * `npm run differential -- --programs 200 --seed 1`: generated programs in Node from source, and as firmware in
 * QuickJS.
 */
import { parseArgs } from "node:util";
import { campaign } from "./campaign.js";

const { values } = parseArgs({
  options: { programs: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const begin = performance.now();
const differences = await campaign(Number(values.programs), Number(values.seed));
const SHOWN = 3;
for (const { kind, source, expected, found } of differences.slice(0, SHOWN)) {
  const at = expected.findIndex((line, i) => line !== found[i]);
  const first = at < 0 ? expected.length : at;
  console.log(
    `${source}\n${kind}, line ${first} of what it says:\n  in Node:     ${expected[first]}\n  as firmware: ${found[first]}\n`,
  );
}
const seconds = Math.round((performance.now() - begin) / 1000);
console.log(`${values.programs} programs from seed ${values.seed}, ${seconds} s: ${differences.length} differ`);
process.exitCode = differences.length === 0 ? 0 : 1;
