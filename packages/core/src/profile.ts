import type { SlotName } from "@ws2kit/spi";

/**
 * What distinguishes one system's ws2 from another's, as data. The architecture is what ws2 offers to *any* provider;
 * what the providers in the box do is theirs, and stands in the target beside its profile.
 */
export interface Profile {
  /** The target's name, as in `@ws2kit/target-ce`. Messages and reports show it; no condition reads it. */
  readonly name: string;
  /**
   * The target's name, then the names of the targets that it extends, the nearest first. What is documented of one of
   * them holds here.
   */
  readonly lineage: readonly string[];
  /** The system's name, for people. */
  readonly title: string;
  /** The DLL that exports the API. */
  readonly dll: string;
  /** Counts the changes of this profile's data; stands in images and reports. */
  readonly version: number;
  /** What ws2 offers to every provider. */
  readonly architecture: Architecture;
  /** What a process can use up. */
  readonly limits: Limits;
  /** The budgets of a typical device. */
  readonly device: Device;
}

/** What a system's ws2 offers to every provider. */
export interface Architecture {
  /** Slots that a provider may leave empty. */
  readonly optionalSlots: readonly SlotName[];
  /** Whether a process sees installs at once, or the catalog as it was at its first WSAStartup. */
  readonly catalog: "live" | "snapshot";
  /** Whether the catalog is kept from one boot to the next, where the platform has storage. */
  readonly persistsCatalog: boolean;
  /** Whether an overlapped operation that succeeds at once signals its event. */
  readonly signalsImmediate: boolean;
  /** Whether WSAEventSelect clears what is recorded; else it is reported once a mask has it. */
  readonly selectionClears: boolean;
  /**
   * Whether chains go ahead of all other entries when they are installed; where not, an installer orders the catalog.
   */
  readonly chainsFirst: boolean;
  /** The code for an af, type and protocol that are each known but do not go together. */
  readonly mixedTriple: number;
}

/** What a process can use up. */
export interface Limits {
  /** Handles a process, of every kind. */
  readonly handles: number;
}

/**
 * The budgets of a typical device, for engines that enforce them: the device's own, and what a program can make its
 * host spend. Heap, stack and watchdog end a program; of the rest, what is too much fails with a code or is dropped and
 * counted.
 */
export interface Device {
  /** Bytes. */
  readonly heap: number;
  /** Bytes. */
  readonly stack: number;
  /** Milliseconds of processor time that a program may take between two calls of its host. */
  readonly watchdog: number;
  /** Descriptors open at once. One more is WSAEMFILE. */
  readonly descriptors: number;
  /** TLS sessions open at once. One more is WSAEMFILE. */
  readonly tlsSessions: number;
  /**
   * Bytes that a TLS session holds of what came from the peer, and as many of what is to go there; then WSAEWOULDBLOCK.
   */
  readonly tlsBytes: number;
  /** Bytes of log lines and records a second. The rest is dropped and counted. */
  readonly logBytes: number;
}
