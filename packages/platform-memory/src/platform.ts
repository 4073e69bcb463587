import type { Platform, Storage, Tls } from "@ws2kit/spi";
import { checkedAddress } from "./addresses/name-table.js";
import type { Host } from "./host/host.js";
import { type MemoryNetwork, Network } from "./network.js";
import { MemoryStack } from "./stack.js";
import { Random } from "./time/random.js";
import { waitOn } from "./wait.js";

/** Which host of a simulated network a machine is. */
export interface PlatformOptions {
  /** The network that this machine is on. */
  readonly network: MemoryNetwork;
  /** The host's name, for `MemoryNetwork` and for look-ups; `host1`, `host2`, … by default. */
  readonly host?: string;
  /** The next of 10.0.0.1, 10.0.0.2, … with fd00::1, fd00::2, … by default. */
  readonly addresses?: readonly string[];
  /** Fixes what `random` gives; drawn from the network's own seed by default. */
  readonly seed?: number;
  /** How many sockets can be open at once; then `-WSAEMFILE`. */
  readonly descriptors?: number;
  /** Bytes of buffers that all sockets may hold together; then `-WSAENOBUFS`. */
  readonly buffers?: number;
  /** The ports for sockets that ask for none; 49152 to 65535 by default. */
  readonly ephemeral?: readonly [first: number, last: number];
  /** What outlives the machine; nothing does by default. */
  readonly storage?: Storage;
  /** TLS, which a simulated machine has none of by default: `nodePlatform`'s, say. */
  readonly tls?: Tls;
  /** Gets what is logged; nobody does by default. */
  readonly log?: (...values: unknown[]) => void;
}

/** The platform of one simulated machine. */
export interface MemoryPlatform extends Platform {
  /** The host's name on the network. */
  readonly host: string;
  /** The host's addresses, as text. */
  readonly addresses: readonly string[];
  /** Sockets of its network stack that are open now. */
  readonly openSockets: number;
  onArrival(deliver: () => void): void;
  alarm(ms: number): void;
}

const EPHEMERAL: readonly [number, number] = [49152, 65535];

/**
 * Puts a new machine on a network. Throws a RangeError if its name or one of its addresses is taken or is none.
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
