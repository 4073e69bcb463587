/**
 * Not part of npm test, because it takes long: a step of CI, and `npx mocha --no-config test/lib/build/whole.size.js`.
 */
import { assert } from "chai";
import { CE, DESKTOP } from "../fixture/systems.js";
import { runFirmware, TestApplication } from "./application.js";
import { dllFunctions, functionsWithoutNameSpaces, wholeApplication } from "./whole-application.js";

/**
 * The most bytes of firmware that names every function of ce, without and with those of name spaces, which need a
 * catalog, a provider and structures.
 */
const MOST = { "without name spaces": 62_000, "with them": 69_200 };

describe("build: firmware with every function of its target", function () {
  this.timeout(120_000);
  const codes = new Map<string, string>();
  const apps: TestApplication[] = [];
  before(async () => {
    for (const [name, system, functions] of [
      ["without name spaces", CE, functionsWithoutNameSpaces(CE)],
      ["with them", CE, dllFunctions(CE)],
      ["desktop", DESKTOP, dllFunctions(DESKTOP)],
    ] as const) {
      const app = new TestApplication({ "app.ts": wholeApplication(functions) });
      apps.push(app);
      codes.set(name, await app.build(system.name, true));
    }
  });
  after(() => {
    for (const app of apps) app.remove();
  });
  const bytes = (name: string) => Buffer.byteLength(codes.get(name) ?? "");

  for (const [name, most] of Object.entries(MOST)) {
    it(`is at most ${most.toLocaleString("en")} bytes on ce ${name}, and 0.8 of desktop's`, () => {
      assert.isAtMost(bytes(name), most);
      assert.isAtMost(bytes(name) / bytes("desktop"), 0.8);
    });
  }

  for (const name of [...Object.keys(MOST), "desktop"]) {
    it(`has all of them: ${name}`, async () => {
      assert.deepEqual((await runFirmware(codes.get(name) ?? "")).lines, ["true"]);
    });
  }
});
