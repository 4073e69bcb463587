import { findTarget, internalNames } from "@ws2kit/build";
import { assert } from "chai";
import ts from "typescript";
import { TestApplication } from "./application.js";

const APP = `import { unit } from "./unit.js";
  import type { Machine } from "@ws2kit/target";
  export default function main(machine: Machine): void { const text: string = unit; machine.platform.log(text); }`;

describe("build: the types that an application imports", function () {
  this.timeout(60_000);
  let app: TestApplication;
  const { readFile } = ts.sys;
  beforeEach(() => {
    const unit = { "unit.js": 'export const unit = "K";', "unit.d.ts": "export declare const unit: string;" };
    app = new TestApplication({ "app.ts": APP, ...unit });
  });
  afterEach(() => {
    ts.sys.readFile = readFile;
    app.remove();
  });

  it("are read once for all builds and for the list of public names", async () => {
    await app.build("ce");
    const read: string[] = [];
    ts.sys.readFile = (path, encoding) => {
      if (path.endsWith(".d.ts")) read.push(path);
      return readFile(path, encoding);
    };
    await app.build("ce");
    const { module } = findTarget("ce", import.meta.dirname);
    internalNames([{ id: "app.js", code: "", imports: [module] }]);
    assert.deepEqual(read, []);
  });

  it("are read again when they have changed", async () => {
    await app.build("ce");
    app.write("unit.d.ts", "export declare const unit: number;");
    assert.match(await app.refusal("ce"), /app\.ts:3:\d+: Type 'number' is not assignable to type 'string'/);
  });
});
