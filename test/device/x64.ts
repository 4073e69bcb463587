import { type Ended, runDevice } from "@ws2kit/example-device/device-program";
import { build, readHost } from "@ws2kit/example-device/hosts";
import { scratchFile } from "./images.js";

/** The device host for this machine's Linux. */
export const x64 = readHost("x64");

/** Declares tests of the device host x64, which is built before they run. */
export function describeX64(tests: () => void): void {
  describe("device host x64", function () {
    this.timeout(120_000);
    before(() => build(x64));
    tests();
  });
}

/** Runs the source text of a program on the host, with options of its command line. */
export function run(source: string, ...options: string[]): Promise<Ended> {
  return runDevice(x64, ...options, scratchFile("program.js", source));
}
