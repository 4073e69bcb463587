import { build, readHost } from "@ws2kit/example-device/hosts";
import { device } from "#cli/firmware/device-engine.js";
import { TARGET_NAMES } from "../conformance/targets.js";
import { testPrograms } from "../sockets/programs.js";

describe("device host x64", function () {
  this.timeout(120_000);
  const x64 = readHost("x64");
  before(() => build(x64));
  testPrograms(device, TARGET_NAMES, x64.program);
});
