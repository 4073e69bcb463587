import { FUNCTIONS } from "@ws2kit/rules";
import { expect } from "chai";
import ts from "typescript";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { examplesOf, functionExamples } from "./function-examples.js";
import { runExample, runsOn } from "./run-example.js";

describe("examples/functions", function () {
  this.timeout(60_000);

  it("compiles for a device that has every function", () => {
    const { config } = ts.readConfigFile("examples/functions/tsconfig.json", ts.sys.readFile);
    const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, "examples/functions");
    const program = ts.createProgram(fileNames, options);
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    expect(faults).to.deep.equal([]);
  });

  it("calls each function that an example says it shows", () => {
    for (const { file, functions, text } of functionExamples()) {
      for (const name of functions) expect(new RegExp(`\\b${name}\\b`).test(text), `${name} in ${file}`).to.equal(true);
    }
  });

  it("shows every function: those of an application, slots and upcalls", () => {
    expect(FUNCTIONS.map(({ name }) => name).filter((name) => examplesOf(name).length === 0)).to.deep.equal([]);
  });

  for (const example of functionExamples()) {
    const systems = ALL_SYSTEMS.filter((system) => runsOn(example, system));
    it(`${example.name} prints what it says, on ${systems.map(({ name }) => name).join(", ")}`, async () => {
      expect(systems.length).to.be.above(0);
      for (const system of systems) {
        expect(await runExample(example, system), system.name).to.deep.equal(example.prints);
      }
    });
  }
});
