import type { Platform, Storage, Tls } from "@ws2kit/spi";
import { checkedAddress } from "./addresses/name-table.js";
import type { Host } from "./host/host.js";
import { type MemoryNetwork, Network } from "./network.js";
import { MemoryStack } from "./stack.js";
import { Random } from "./time/random.js";
import { waitOn } from "./wait.js";

/** The options of a machine on a simulated network. */
export interface PlatformOptions {
  /** The network that this machine is on. */
  readonly network: MemoryNetwork;
  /** The host's name, for `MemoryNetwork` and name resolution; `host1`, `host2`, … by default. */
  readonly host?: string;
  /** The host's addresses; by default the next of 10.0.0.1, 10.0.0.2, … and of fd00::1, fd00::2, … */
  readonly addresses?: readonly string[];
  /** The seed of `random`; derived from the network's seed by default. */
  readonly seed?: number;
  /** The most open sockets; opening one more returns `-WSAEMFILE`. */
  readonly descriptors?: number;
  /** The most bytes in the buffers of all sockets together; more returns `-WSAENOBUFS`. */
  readonly buffers?: number;
  /** The ephemeral ports; 49152 to 65535 by default. */
  readonly ephemeral?: readonly [first: number, last: number];
  /** Where the machine stores its catalog; without it, nothing outlives the machine. */
  readonly storage?: Storage;
  /** TLS, such as that of `nodePlatform`; absent by default. */
  readonly tls?: Tls;
  /** Receives logged values; they are dropped by default. */
  readonly log?: (...values: unknown[]) => void;
}

/** The platform of one simulated machine. */
export interface MemoryPlatform extends Platform {
  /** The host's name on the network. */
  readonly host: string;
  /** The host's addresses, as text. */
  readonly addresses: readonly string[];
  /** The number of open sockets of its network stack. */
  readonly openSockets: number;
  onArrival(deliver: () => void): void;
  alarm(ms: number): void;
}

const EPHEMERAL: readonly [number, number] = [49152, 65535];

/**
 * Adds a machine to a network. Throws a RangeError if its name or an address is in use, or an address is malformed.
 */
export function memoryPlatform(options: PlatformOptions): MemoryPlatform {
  const network = options.network;
  if (!(network instanceof Network)) throw new TypeError("memoryPlatform: `network` must come from memoryNetwork()");
  const host = network.join(options.host, options.addresses?.map(checkedAddress), {
    descriptors: options.descriptors ?? Infinity,
    buffers: options.buffers ?? Infinity,
    ephemeral: options.ephemeral ?? EPHEMERAL,
  });
  return platformOf(network, host, new Random(options.seed ?? network.random.bits()), options);
}

function platformOf(network: Network, host: Host, random: Random, options: PlatformOptions): MemoryPlatform {
  const { storage, tls, log = ignore } = options;
  return {
    ...(storage === undefined ? {} : { storage }),
    ...(tls === undefined ? {} : { tls }),
    name: "memory",
    host: host.name,
    addresses: host.addresses,
    network: new MemoryStack(network, host),
    now: () => network.clock.now,
    wait: (ms) => waitOn(network, host, ms),
    random: (bytes) => random.fill(bytes),
    log,
    get openSockets() {
      return host.open;
    },
    onArrival(deliver) {
      host.deliver = deliver;
    },
    alarm: (ms) => network.clock.at(network.clock.now + ms, () => host.ring()),
  };
}

function ignore(): void {}
