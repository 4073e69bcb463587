import { node } from "#cli/firmware/node-engine.js";
import { quickjs } from "#cli/firmware/quickjs-engine.js";
import { endsOfPrograms } from "../fixture/programs.js";

for (const engine of [quickjs, node]) {
  describe(`main, sync and async, in ${engine.title}`, function () {
    this.timeout(120_000);
    endsOfPrograms(engine);
  });
}
