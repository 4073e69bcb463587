import { type Names, NameTable } from "./addresses/name-table.js";
import { Host, type HostLimits, type Neighbourhood } from "./host/host.js";
import { Clock } from "./time/clock.js";
import { Random } from "./time/random.js";
import { type Conditions, LOOPBACK } from "./wire/conditions.js";
import { Link } from "./wire/link.js";

/** How a simulated network behaves. */
export interface NetworkOptions {
  /** Fixes everything that is left to chance; 1 by default. */
  readonly seed?: number;
  /** Milliseconds from one host to another; 1 by default. A host's loopback takes none. */
  readonly latency?: number;
  /** What every link between two hosts is like at first. */
  readonly conditions?: Conditions;
  /** Host names with their addresses; a number is the Winsock error that looking the name up gives. */
  readonly names?: Names;
}

/** A simulated network. Hosts join it with `memoryPlatform`; a test changes what happens on it. */
export interface MemoryNetwork {
  /** Virtual milliseconds since the network was made. */
  now(): number;
  /** The host loses its network: its calls answer `-WSAENETDOWN`, and nothing reaches it. */
  down(host: string): void;
  /** Ends `down`. */
  up(host: string): void;
  /** Sets what both directions between two hosts are like; `a` and `b` the same: that host's loopback. */
  link(a: string, b: string, conditions: Conditions): void;
  /** Leaves no way between two hosts: `-WSAEHOSTUNREACH`; connections that stand time out once they send. */
  partition(a: string, b: string): void;
  /** Opens the way again that `partition` or a silent `link` closed. */
  heal(a: string, b: string): void;
  /** Gives a host name its addresses, or the error that looking it up gives. */
  name(name: string, entry: readonly string[] | number): void;
}

const DEFAULT_SEED = 1;
const DEFAULT_LATENCY = 1;
/** Nobody is there to receive. */
const NOWHERE = { up: false };

/** Makes a network without hosts. Its clock stands at 0. */
export function memoryNetwork(options: NetworkOptions = {}): MemoryNetwork {
  return new Network(options);
}

export class Network implements MemoryNetwork, Neighbourhood {
  readonly clock = new Clock();
  readonly names: NameTable;
  readonly random: Random;
  readonly #conditions: Required<Conditions>;
  readonly #hosts = new Map<string, Host>();
  readonly #byAddress = new Map<string, Host>();

  constructor(options: NetworkOptions) {
    this.random = new Random(options.seed ?? DEFAULT_SEED);
    this.names = new NameTable(options.names ?? {});
    const latency = options.latency ?? DEFAULT_LATENCY;
    this.#conditions = { ...LOOPBACK, latency, ...options.conditions };
  }

  /** A new host. Without addresses it gets the next of 10.0.0.0/24 and fd00::/64. */
  join(name: string | undefined, addresses: readonly string[] | undefined, limits: HostLimits): Host {
    const number = this.#hosts.size + 1;
    const host = new Host(name ?? `host${number}`, addresses ?? this.#freeAddresses(), this, limits);
    if (this.#hosts.has(host.name)) throw new RangeError(`memoryPlatform: there is a host "${host.name}" already`);
    for (const ip of host.addresses) {
      if (this.#byAddress.has(ip)) throw new RangeError(`memoryPlatform: another host has the address ${ip}`);
    }
    for (const ip of host.addresses) this.#byAddress.set(ip, host);
    this.#hosts.set(host.name, host);
    return host;
  }

  now(): number {
    return this.clock.now;
  }

  down(host: string): void {
    this.#host(host).up = false;
  }

  up(host: string): void {
    this.#host(host).up = true;
  }

  link(a: string, b: string, conditions: Conditions): void {
    const [from, to] = [this.#host(a), this.#host(b)];
    from.linkTo(to).set(conditions);
    if (from !== to) to.linkTo(from).set(conditions);
  }

  partition(a: string, b: string): void {
    this.link(a, b, { path: "unreachable" });
  }

  heal(a: string, b: string): void {
    this.link(a, b, { path: "open" });
  }

  name(name: string, entry: readonly string[] | number): void {
    this.names.set(name, entry);
  }

  hosts(): Iterable<Host> {
    return this.#hosts.values();
  }

  hostNamed(name: string): Host | undefined {
    return this.#hosts.get(name);
  }

  hostAt(ip: string): Host | null {
    return this.#byAddress.get(ip) ?? null;
  }

  linkBetween(from: Host, to: Host | null): Link {
    const conditions = from === to ? LOOPBACK : this.#conditions;
    return new Link(this.clock, this.random, from, to ?? NOWHERE, conditions);
  }

  #host(name: string): Host {
    const host = this.#hosts.get(name);
    if (host === undefined) throw new RangeError(`memoryNetwork: there is no host "${name}"`);
    return host;
  }

  #freeAddresses(): string[] {
    let number = 1;
    while (this.#byAddress.has(`10.0.0.${number}`) || this.#byAddress.has(`fd00::${number.toString(16)}`)) number++;
    return [`10.0.0.${number}`, `fd00::${number.toString(16)}`];
  }
}
