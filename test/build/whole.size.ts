/**
 * Not part of npm test, because it takes long: a step of CI, and `npx mocha --no-config test/lib/build/whole.size.js`.
 */
import { assert } from "chai";
import { CE, DESKTOP } from "../fixture/systems.js";
import { runFirmware, TestApplication } from "./application.js";
import { wholeApplication } from "./whole-application.js";

/** The most bytes of firmware that names every function of ce. */
const WHOLE = 62_000;

describe("build: firmware with every function of its target", function () {
  this.timeout(60_000);
  const codes = new Map<string, string>();
  const apps: TestApplication[] = [];
  before(async () => {
    for (const system of [CE, DESKTOP]) {
      const app = new TestApplication({ "app.ts": wholeApplication(system) });
      apps.push(app);
      codes.set(system.name, await app.build(system.name, true));
    }
  });
  after(() => {
    for (const app of apps) app.remove();
  });
  const bytes = (name: string) => Buffer.byteLength(codes.get(name) ?? "");

  it(`takes at most ${WHOLE.toLocaleString("en")} bytes on ce, and 0.8 of desktop's`, () => {
    assert.isAtMost(bytes("ce"), WHOLE);
    assert.isAtMost(bytes("ce") / bytes("desktop"), 0.8);
  });

  for (const { name } of [CE, DESKTOP]) {
    it(`has all of them on ${name}`, async () => {
      assert.deepEqual((await runFirmware(codes.get(name) ?? "")).lines, ["true"]);
    });
  }
});
