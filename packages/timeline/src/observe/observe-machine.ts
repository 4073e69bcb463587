import { type NetworkStack, type Platform, type ProviderModule, SOCKADDR_IN6_SIZE, sockaddrHost } from "@ws2kit/spi";
import type { Journal } from "./journal.js";
import { observed } from "./observed-module.js";

/** The parts of a machine that are observed. */
export interface ObservableMachine {
  /** Installs a provider's file. */
  installModule(path: string, module: ProviderModule | { readonly default: ProviderModule }): void;
  /** The file at a path, or null. */
  moduleAt(path: string): ProviderModule | null;
  /** The installed entries, and the path of each ProviderId's DLL. */
  readonly catalog: {
    readonly entries: readonly { readonly ProviderId: string }[];
    pathOf(ProviderId: string): string | null;
  };
}

/**
 * A platform whose waits and look-ups of names are written to a journal; everything else is that of `platform`, whose
 * network's `resolve` is replaced.
 */
export function observedPlatform(platform: Platform, journal: Journal): Platform {
  const { waitAsync, onArrival, alarm } = platform;
  observeNames(platform.network, journal);
  return {
    name: platform.name,
    network: platform.network,
    now: () => platform.now(),
    wait(ms) {
      const end = journal.wait();
      try {
        return platform.wait(ms);
      } finally {
        end();
      }
    },
    random: (bytes) => platform.random(bytes),
    log: (...values) => platform.log(...values),
    ...(waitAsync && {
      async waitAsync(ms, keepsAlive) {
        const end = journal.wait();
        try {
          await waitAsync.call(platform, ms, keepsAlive);
        } finally {
          end();
        }
      },
    }),
    ...(onArrival && { onArrival: (deliver) => onArrival.call(platform, deliver) }),
    ...(alarm && { alarm: (ms) => alarm.call(platform, ms) }),
    get storage() {
      return platform.storage;
    },
    get tls() {
      return platform.tls;
    },
  };
}

function observeNames(network: NetworkStack, journal: Journal): void {
  const resolve = network.resolve.bind(network);
  network.resolve = (name, family, out) => {
    const count = resolve(name, family, out);
    const addresses: string[] = [];
    for (let i = 0; i < count; i++) addresses.push(sockaddrHost(out.subarray(i * SOCKADDR_IN6_SIZE)));
    journal.host(name, addresses);
    return count;
  };
}

/**
 * Writes the calls of every provider of a machine to a journal, a lane for each file: of those that are installed, and
 * of those that the machine's programs install later. Call it before any program runs.
 */
export function observeMachine(machine: ObservableMachine, journal: Journal): void {
  const install = machine.installModule.bind(machine);
  machine.installModule = (path, module) => {
    let lane: number | undefined;
    const laneOf = () => {
      lane ??= journal.lane(fileName(path));
      return lane;
    };
    install(path, observed(typeof module === "function" ? module : module.default, laneOf, journal));
  };
  const paths = new Set(machine.catalog.entries.map(({ ProviderId }) => machine.catalog.pathOf(ProviderId)));
  for (const path of paths) {
    const module = path === null ? null : machine.moduleAt(path);
    if (module !== null) machine.installModule(path as string, module);
  }
}

/** The name of a file without its folders: `secure.dll`. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
}
