import { buildFirmware, listTargets } from "@ws2kit/build";
import { DeviceProgram } from "@ws2kit/example-device/device-program";
import { build, type Host, listHosts, missing, ROOT, readHost } from "@ws2kit/example-device/hosts";
import { compileImage } from "@ws2kit/example-device/image";
import { assert } from "chai";
import { SCRATCH } from "./images.js";
import { runTelemetry, type Station } from "./telemetry-run.js";

const APP = `${ROOT}examples/telemetry/telemetry.ts`;
/** The engines of this machine, as a host whose program is `ws2kit run`. */
const DESK: Host = { ...readHost("x64"), runner: [process.execPath], program: `${ROOT}packages/cli/bin/ws2kit.js` };

/** `ws2kit run` of the source, for a target. */
async function onDesk(engine: string, target: string, config: string): Promise<Station> {
  return new DeviceProgram(DESK, ["run", APP, "--target", target, "--engine", engine, "--config", config]);
}

/** A host's program, with an image from its own compiler. */
async function onHost(host: Host, config: string): Promise<Station> {
  const bundle = `${SCRATCH}${host.name}-telemetry.js`;
  const image = `${SCRATCH}${host.name}-telemetry.img`;
  await buildFirmware({ app: APP, target: "ce", out: bundle, config });
  await compileImage(host, bundle, "ce", image);
  return new DeviceProgram(host, [image]);
}

describe("telemetry to mosquitto, which is silent, unreachable and restarted", function () {
  this.timeout(300_000);

  for (const target of listTargets(import.meta.dirname)) {
    for (const engine of ["quickjs", "node"]) {
      it(`delivers every reading from ${target} in ${engine}`, () =>
        runTelemetry((config) => onDesk(engine, target, config)));
    }
  }

  for (const host of listHosts().filter(({ runner }) => runner !== null)) {
    it(`delivers every reading from an image on ${host.name}`, async () => {
      assert.equal(missing(host), "", "the tools for this host are not installed");
      await build(host);
      await runTelemetry((config) => onHost(host, config));
    });
  }
});
