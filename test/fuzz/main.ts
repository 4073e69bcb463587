import { parseArgs } from "node:util";
import { shardOf } from "#cli/check/shard.js";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { callFunctions } from "./calls.js";
import { campaign, replay } from "./campaign.js";
import { runProgram } from "./program.js";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
    calls: { type: "string" },
    shard: { type: "string" },
  },
});
const seed = Number(values.seed);
const begin = performance.now();
if (values.calls !== undefined) {
  // calls with adversarial arguments, so many on each target
  const found = ALL_SYSTEMS.map((system) => callFunctions(system, Number(values.calls), seed)).filter(Boolean);
  console.log(
    found.length > 0 ? found.join("\n") : `${values.calls} calls on each target from seed ${seed}: nothing found`,
  );
  process.exit(found.length > 0 ? 1 : 0);
}
const { shard } = shardOf(values.shard, process.env);
const { steps, failure } =
  values.path === undefined
    ? campaign(Number(values.steps), seed, runProgram, shard ?? undefined)
    : replay(seed, values.path);
const part = shard === null ? "" : `, part ${shard.index} of ${shard.of} of them`;
const seconds = (performance.now() - begin) / 1000;
console.log(
  failure ?? `${steps} steps from seed ${seed}${part}, ${Math.round(steps / seconds)} a second: nothing found`,
);
process.exitCode = failure === null ? 0 : 1;
