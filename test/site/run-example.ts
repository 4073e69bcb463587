import type { PublicMachine } from "@ws2kit/core";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { mainOf } from "../examples/program.js";
import { MemoryStorage } from "../fixture/memory-storage.js";
import type { System } from "../fixture/systems.js";
import type { FunctionExample } from "./function-examples.js";

/** A machine on a simulated network, where one host has a name and the storage is empty. Lines go to `lines`. */
function machineOf(system: System, lines: string[]) {
  const network = memoryNetwork();
  network.name("device.test", ["10.9.8.7"]);
  const log = (...values: unknown[]) =>
    void lines.push(values.map((each) => (Object(each) === each ? JSON.stringify(each) : String(each))).join(" "));
  return system.openMachine({ platform: memoryPlatform({ network, host: "here", storage: new MemoryStorage(), log }) });
}

/** Whether an example runs on a system: whether its functions are there, and it is not for another system alone. */
export function runsOn({ functions, system: only }: FunctionExample, system: System): boolean {
  const ws2 = machineOf(system, []).openProcess() as unknown as Readonly<Record<string, object | undefined>>;
  const exported = new Set(
    [ws2, ws2.kernel32, ws2.mswsock, ws2.user32].flatMap((dll) => (dll === undefined ? [] : Object.keys(dll))),
  );
  const isThere = (name: string) => /^W[SP][PU]/.test(name) || exported.has(name);
  return (only ?? system.name) === system.name && functions.every(isThere);
}

/** Runs an example, and returns the lines that it logs. */
export async function runExample({ name }: FunctionExample, system: System): Promise<string[]> {
  const lines: string[] = [];
  const machine = machineOf(system, lines);
  const main = await mainOf(`functions/${name}`, system);
  await main(machine as PublicMachine);
  return lines;
}
