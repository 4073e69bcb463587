import { node } from "#cli/firmware/node-engine.js";
import { quickjs } from "#cli/firmware/quickjs-engine.js";
import { TARGET_NAMES } from "../conformance/targets.js";
import { EVERYTHING } from "../fixture/everything.js";
import { testPrograms } from "./programs.js";

for (const engine of [quickjs, node]) testPrograms(engine, EVERYTHING ? TARGET_NAMES : ["ce"], "");
