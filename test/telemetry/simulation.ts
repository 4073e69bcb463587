import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildFirmware } from "@ws2kit/build";
import type { Config } from "@ws2kit/example-telemetry/config";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import type { Machine, openMachine } from "@ws2kit/target-ce";
import { config, EXAMPLE } from "./configuration.js";
import { SimulatedBroker } from "./simulated-broker.js";

/** The exports of a build for a host with its own platform. */
interface Application {
  readonly openMachine: typeof openMachine;
  main(machine: Machine): void;
}

/** The firmware of a target, for platforms of this process. */
export async function telemetry(target: string, changes: Partial<Config>): Promise<Application> {
  const folder = mkdtempSync(join(tmpdir(), "telemetry-"));
  const settings = join(folder, "config.json");
  const out = join(folder, "telemetry.mjs");
  writeFileSync(settings, JSON.stringify(config(changes)));
  await buildFirmware({ app: `${EXAMPLE}telemetry.ts`, target, out, config: settings, form: "module", minify: false });
  const application = (await import(pathToFileURL(out).href)) as Application;
  rmSync(folder, { recursive: true });
  return application;
}

/** The events of a run, by their time in milliseconds. */
export type Scenario = (
  broker: SimulatedBroker,
  network: ReturnType<typeof memoryNetwork>,
) => Record<number, () => void>;

/** Runs the firmware to its end, in virtual time, against a broker at 10.0.0.1:1883. */
export function simulate({ openMachine, main }: Application, seed: number, scenario: Scenario) {
  const network = memoryNetwork({ seed });
  const broker = new SimulatedBroker(network, 1883);
  const device = memoryPlatform({ network, host: "device" });
  const plan = Object.entries(scenario(broker, network)).map(([at, act]) => ({ at: Number(at), act }));
  const lines: string[] = [];
  const wait = (ms: number) => {
    for (;;) {
      const [next] = plan;
      if (next === undefined || next.at > device.now()) break;
      plan.shift();
      next.act();
    }
    const until = plan.length > 0 ? plan[0].at - device.now() : Infinity;
    return device.wait(Math.min(ms < 0 ? Infinity : ms, until));
  };
  main(
    openMachine({
      platform: { ...device, wait, log: (...values) => lines.push(`${device.now()} ${values.join(" ")}`) },
    }),
  );
  // lets the last packets arrive
  device.wait(100);
  return { broker, lines, last: lines[lines.length - 1] };
}
