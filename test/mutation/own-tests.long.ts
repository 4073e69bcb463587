import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { instrument } from "./instrument.js";
import { Workers } from "./workers.js";

describe("mutation by own tests", function () {
  this.timeout(120_000);
  const directory = mkdtempSync(join(tmpdir(), "ws2kit-mutation-"));
  after(() => rmSync(directory, { recursive: true }));

  it("runs the tests of a source on its mutated module, and reports the test that fails", async () => {
    const mutations = await instrument(directory, "packages/core/src/kernel/handle-table.ts");
    const workers = new Workers(directory);
    const ask = async (id: string) => {
      const runner = workers.startTests(id);
      const answer = await runner.ask({ to: "test", files: ["core/handle-table.test"] });
      runner.end();
      if (typeof answer === "string" || answer.is !== "tried") throw new Error(JSON.stringify(answer));
      return answer;
    };
    const sound = await ask("");
    expect(sound.by).to.equal(null);
    expect(sound.reached).to.include(mutations[0].id);
    const [emptied] = mutations.filter(({ replacement }) => replacement === "{}");
    expect((await ask(emptied.id)).by).to.match(/^the test "/);
  });
});
