import type { MemoryNetwork } from "@ws2kit/platform-memory";
import type { Platform, Storage } from "@ws2kit/spi";

/** The facilities that a check can require of the place where its machines run, each with its meaning. */
export const FACILITIES = {
  "two addresses": "machines with addresses that differ",
  "virtual time": "time that passes only in waits, exactly to the millisecond and at no cost",
  "delay on the wire": "a millisecond between two machines, so that nothing arrives within the call that sends it",
  "network control": "connections that a check slows, cuts or silences",
  "host names": "host names that a check defines",
  "own limits": "machines whose descriptors, ports, name or storage a check sets",
  counters: "the counters of a machine",
  catalog: "a catalog into which a check installs providers",
  slots: "a provider whose slots a check calls, with an upcall table that records",
} as const;

/** A facility of a place, by name. */
export type Facility = keyof typeof FACILITIES;

/** Where the machines of checks run. Its data state what checks may expect of time and of the network. */
export interface Place {
  /** Its name on the command line and in reports. */
  readonly name: string;
  /** The facilities that it offers. A check that needs another facility does not apply there. */
  readonly facilities: readonly Facility[];
  /** How far a measured time may differ from the documented time; zeros where time is virtual. */
  readonly tolerance: Tolerance;
  /** Documented behaviours that the place's system does not offer. A check of such a rule does not apply there. */
  readonly limits: readonly PlaceLimit[];
  /** Makes the surroundings of one check. The same seed makes the same random values, where the place has a seed. */
  openSite(seed: number): Site;
}

/** A documented limit of a place. */
export interface PlaceLimit {
  /** A short title. */
  readonly subject: string;
  /** What happens instead. */
  readonly text: string;
  /** The ids of the rules that do not hold there for this reason. */
  readonly rules: readonly string[];
}

/** Milliseconds by which a wait may end too early, and too late. */
export interface Tolerance {
  readonly early: number;
  readonly late: number;
}

/** The limits that a check can set for a machine, in a place that offers "own limits". */
export interface HostLimits {
  /** The most open sockets. */
  readonly descriptors?: number;
  /** The most bytes in the buffers of all sockets together. */
  readonly buffers?: number;
  /** The ephemeral ports. */
  readonly ephemeral?: readonly [first: number, last: number];
  /** Where the machine stores its catalog. */
  readonly storage?: Storage;
  /** The addresses besides the loopback's, as text. */
  readonly addresses?: readonly string[];
}

/** The surroundings of one check: the machines that it opens, and the network between them. */
export interface Site {
  /** The network that a check can control and on which it defines names; `null` where the network is real. */
  readonly network: MemoryNetwork | null;
  /** Milliseconds of the clock that its machines read. */
  now(): number;
  /** Makes the platform of a machine with this name. */
  openPlatform(name: string, limits: HostLimits): HostPlatform;
  /** A port of TCP and UDP that no socket of the machines uses. */
  freePort(): number;
}

/** The platform of one machine, with the facts that a bench needs. */
export interface HostPlatform extends Platform {
  /** The machine's name. */
  readonly host: string;
  /** Its addresses, as text; the first is an IPv4 address. */
  readonly addresses: readonly string[];
  /** The number of open sockets of its network stack. */
  readonly openSockets: number;
}
