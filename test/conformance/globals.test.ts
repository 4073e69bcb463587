import { watchGlobals } from "@ws2kit/conformance";
import { expect } from "chai";

const globals = globalThis as unknown as Record<string, unknown>;

describe("module/globals", () => {
  const { Math: math } = globalThis;
  afterEach(() => {
    globalThis.Math = math;
    for (const name of ["lazy", "cache"]) delete globals[name];
  });

  it("names each global that is written, once", () => {
    const changed = watchGlobals();
    expect(changed()).to.deep.equal([]);
    globals.cache = 1;
    expect(changed()).to.deep.equal(["cache"]);
    expect(changed()).to.deep.equal([]);
    delete globals.cache;
    expect(changed()).to.deep.equal(["cache"]);
  });

  it("does not report a global that the host makes while its globals are read", () => {
    globalThis.Math = new Proxy(math, {
      getOwnPropertyDescriptor(target, key) {
        globals.lazy ??= 1;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    const changed = watchGlobals();
    expect(globals.lazy).to.equal(1);
    expect(changed()).to.deep.equal([]);
  });
});
