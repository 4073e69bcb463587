import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { TEMPLATE_NAMES } from "create-ws2kit";
import { EVERYTHING } from "../fixture/everything.js";
import { Projects, run } from "./project.js";

describe("projects of ws2kit init", function () {
  this.timeout(300_000);
  let projects: Projects;
  before(() => {
    projects = new Projects();
  });
  after(() => projects.remove());

  for (const template of TEMPLATE_NAMES) {
    it(`${template}: builds, and its tests pass, as it is`, async () => {
      const folder = projects.create(template, { template, targets: EVERYTHING ? ["ce", "desktop"] : ["ce"] });
      for (const script of ["build", "test"]) {
        const { status, output } = await run(folder, script);
        assert.equal(status, 0, output);
        if (script === "test") assert.match(output, /[1-9] passing/);
      }
    });
  }

  for (const template of EVERYTHING ? ["provider", "layer", "target"] : []) {
    it(`${template}: it follows every rule that it claims to follow`, async () => {
      const { status, output } = await run(
        projects.create(`${template}-checked`, { template, targets: ["ce"] }),
        "check",
      );
      assert.equal(status, 0, output);
      assert.match(output, /Every rule holds/);
    });
  }

  for (const template of ["provider", "layer"] as const) {
    it(`${template}: the compiler says what to use in place of console`, async () => {
      const folder = projects.create(`${template}-logging`, { template, targets: ["ce"] });
      writeFileSync(join(folder, "src/log.ts"), 'console.log("a line");\n');
      const { status, output } = await run(folder, "build");
      assert.notEqual(status, 0);
      assert.include(
        output,
        "a device has no console: use machine.platform.log (layer.platform.log in a layer, platform.log in",
      );
    });
  }

  it("layer: its tests fail if the layer is wrong", async () => {
    const folder = projects.create("wrong", { template: "layer", targets: ["ce"] });
    const file = join(folder, "src/layer.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("[25]", "[80]"));
    const { status, output } = await run(folder, "test");
    assert.notEqual(status, 0);
    assert.match(output, /2 failing/);
  });
});
