import { build, readHost } from "@ws2kit/example-device/hosts";
import { device } from "#cli/firmware/device-engine.js";
import { HOST } from "#cli/firmware/device-host.js";
import { endsOfPrograms } from "../fixture/programs.js";

describe("main, sync and async, on the device host x64", function () {
  this.timeout(120_000);
  before(() => build(readHost("x64")));
  endsOfPrograms(device, HOST);
});
