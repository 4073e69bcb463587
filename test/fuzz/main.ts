import { parseArgs } from "node:util";
import { campaign, replay } from "./campaign.js";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
  },
});
const seed = Number(values.seed);
const begin = performance.now();
const { steps, failure } = values.path === undefined ? campaign(Number(values.steps), seed) : replay(seed, values.path);
const seconds = (performance.now() - begin) / 1000;
console.log(failure ?? `${steps} steps from seed ${seed}, ${Math.round(steps / seconds)} a second: nothing found`);
process.exitCode = failure === null ? 0 : 1;
