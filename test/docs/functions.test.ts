import { readFileSync } from "node:fs";
import { FUNCTIONS } from "@ws2kit/rules";
import { SLOTS, UPCALLS } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { functionsPage } from "./functions.js";
import { FUNCTIONS_FILE } from "./functions-file.js";

describe("docs/functions.md", () => {
  const page = functionsPage();

  it("is current for the rules, the targets and the checks", () => {
    assert.isTrue(readFileSync(FUNCTIONS_FILE, "utf8") === page, "docs/functions.md is stale: run npm run docs");
  });

  it("has a section for every slot, upcall and function", () => {
    for (const name of [...SLOTS, ...UPCALLS, ...FUNCTIONS.map((row) => row.name)]) {
      assert.include(page, `\n### ${name}\n`);
    }
  });

  it("has no empty cell", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("|"));
    assert.isAbove(rows.length, 500);
    for (const row of rows) assert.notMatch(row, /\|\s*\|/);
  });

  for (const system of ALL_SYSTEMS) {
    it(`${system.name}: every function that the target exports has its section`, () => {
      const ws2 = new Computer(system).machine.openProcess();
      const own = [
        "processId",
        "openThread",
        "runOn",
        "terminate",
        "explainSocket",
        "onSignal",
        "after",
        "kernel32",
        "mswsock",
        "user32",
      ];
      for (const name of Object.keys(ws2).filter((key) => !own.includes(key))) {
        assert.include(page, `\n### ${name}\n`);
      }
    });
  }
});
