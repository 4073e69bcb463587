import type { Machine, ProcessControl } from "@ws2kit/core";
import { type MemoryNetwork, type MemoryPlatform, memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { type Connection, connect, type Listener, listen, type WinsockError } from "@ws2kit/sockets";
import type { Ws2 } from "@ws2kit/target-ce";
import { assert } from "chai";
import type { System } from "../fixture/systems.js";

/** A machine on the simulated network, and a process that has not called WSAStartup. */
export interface Station {
  readonly machine: Machine<Ws2>;
  readonly platform: MemoryPlatform;
  readonly ws2: Ws2 & ProcessControl;
}

/** The limits of a machine. */
export interface Equipment {
  readonly host?: string;
  readonly descriptors?: number;
  readonly log?: (...values: unknown[]) => void;
}

/** Machines on one simulated network, for programs with promises. */
export class World {
  readonly network: MemoryNetwork;
  readonly stations: Station[] = [];

  constructor(
    readonly system: System,
    options: Parameters<typeof memoryNetwork>[0] = {},
  ) {
    this.network = memoryNetwork(options);
  }

  /** One more machine: the first is 10.0.0.1, the next 10.0.0.2. */
  station(equipment: Equipment = {}, prepare: (machine: Machine<Ws2>) => void = () => {}): Station {
    const platform = memoryPlatform({ network: this.network, ...equipment });
    const machine = this.system.openMachine({ platform }) as Machine<Ws2>;
    prepare(machine);
    const station = { machine, platform, ws2: machine.openProcess() };
    this.stations.push(station);
    return station;
  }

  /** Runs all machines until `work` has settled: jobs of the engine, turns, and then time passes. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    work.then(settled, settled);
    const goesOn = await this.#runUntil(() => isSettled);
    assert.isTrue(goesOn, "whether anything can still happen");
    return work;
  }

  /** Runs until nothing happens any more, so that all background work has ended. */
  async settle(): Promise<void> {
    await this.#runUntil(() => false);
  }

  /** Runs until `isDone`: `false` when nothing can happen any more before. */
  async #runUntil(isDone: () => boolean): Promise<boolean> {
    const [{ platform }] = this.stations;
    for (await jobs(); !isDone(); await jobs()) {
      if (this.stations.map(({ machine }) => machine.turn()).includes(0)) continue;
      await jobs();
      if (isDone()) break;
      const waits = this.stations.map(({ machine }) => machine.dueIn).filter((ms) => ms >= 0);
      if (!platform.wait(waits.length === 0 ? -1 : Math.min(...waits))) return false;
    }
    return true;
  }
}

/** Lets the engine run its jobs. */
function jobs(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The error with which a promise rejects. */
export async function failureOf(work: Promise<unknown>): Promise<WinsockError> {
  return work.then(
    () => assert.fail("it has not failed"),
    (error) => error,
  );
}

/** Asserts that a promise rejects with a code, by its name. */
export async function fails(work: Promise<unknown>, name: string): Promise<void> {
  const error = await failureOf(work);
  assert.equal(error.name, name, String(error));
}

/** Text as bytes, and back. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array | null): string | null => (data === null ? null : new TextDecoder().decode(data));

/** A client and the server's end of one connection. */
export async function pair(world: World): Promise<{ near: Connection; far: Connection; listener: Listener }> {
  const [client, server] = [world.station(), world.station()];
  const listener = listen(server.ws2, { port: 7 });
  const accepting = listener.accept();
  const near = await world.run(connect(client.ws2, { host: "10.0.0.2", port: 7 }));
  return { near, far: await world.run(accepting), listener };
}

/** No socket and no event of any machine is open. */
export function nothingIsOpen(world: World): void {
  for (const { machine } of world.stations) {
    assert.deepEqual([machine.counters.sockets, machine.counters.handles], [0, 0], "sockets and handles that are open");
  }
}

export async function closeAll(world: World, ...ends: { close(): unknown }[]): Promise<void> {
  await world.run(Promise.all(ends.map((end) => end.close())));
  nothingIsOpen(world);
}
