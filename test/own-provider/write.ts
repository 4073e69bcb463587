/** Writes the reports of examples/own-provider as they are now: `npm run own-provider`. */
import { writeFileSync } from "node:fs";
import { keptFile, reportOf, STEPS } from "./kept.js";

for (const step of STEPS) writeFileSync(keptFile(step), await reportOf(step));
