import { type Names, NameTable } from "./addresses/name-table.js";
import { Host, type HostLimits, type Neighbourhood } from "./host/host.js";
import { Clock } from "./time/clock.js";
import { Random } from "./time/random.js";
import { type Conditions, LOOPBACK } from "./wire/conditions.js";
import { Link } from "./wire/link.js";

/** How a simulated network behaves. */
export interface NetworkOptions {
  /** The seed of all random values; 1 by default. */
  readonly seed?: number;
  /** Milliseconds from one host to another; 1 by default. A host's loopback takes 0. */
  readonly latency?: number;
  /** The initial conditions of every link between two hosts. */
  readonly conditions?: Conditions;
  /** Host names with their addresses; a number is the Winsock error that looking the name up returns. */
  readonly names?: Names;
}

/** A simulated network. Hosts join it with `memoryPlatform`; a test changes its conditions. */
export interface MemoryNetwork {
  /** Virtual milliseconds since the network was made. */
  now(): number;
  /** Takes a host's network down: its calls return `-WSAENETDOWN`, and nothing reaches it. */
  down(host: string): void;
  /** Ends `down`. */
  up(host: string): void;
  /** Sets the conditions of both directions between two hosts; if `a` equals `b`, those of that host's loopback. */
  link(a: string, b: string, conditions: Conditions): void;
  /** Cuts two hosts off: sends return `-WSAEHOSTUNREACH`; existing connections time out when they send. */
  partition(a: string, b: string): void;
  /** Reopens the path that `partition` or a silent `link` closed. */
  heal(a: string, b: string): void;
  /** Sets the addresses of a host name, or the Winsock error that looking it up returns. */
  name(name: string, entry: readonly string[] | number): void;
}

const DEFAULT_SEED = 1;
const DEFAULT_LATENCY = 1;
/** The destination of an address without a host. */
const NOWHERE = { up: false };

/** Makes a network without hosts. Its clock starts at 0. */
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

  /** Adds a host. Without `addresses`, it receives the next of 10.0.0.0/24 and fd00::/64. */
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
