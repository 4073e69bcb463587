import type { SlotName } from "@ws2kit/spi";

/**
 * The differences between one system's ws2 and another's, as data. `architecture` is what ws2 offers to *any* provider.
 * What the shipped providers do is not part of it: the target describes them in `providers`.
 */
export interface Profile {
  /** The target's name, as in `@ws2kit/target-ce`. Messages and reports show it; no condition reads it. */
  readonly name: string;
  /**
   * The target's name, then the names of the targets that it extends, the nearest first. A rule that applies to one of
   * them applies to this target.
   */
  readonly lineage: readonly string[];
  /** The system's name, for people. */
  readonly title: string;
  /** The DLL that exports the API. */
  readonly dll: string;
  /** Counts the changes of this profile's data. Images and reports contain it. */
  readonly version: number;
  /** What ws2 offers to every provider. */
  readonly architecture: Architecture;
  /** The limits of a process. */
  readonly limits: Limits;
  /** The budgets of a typical device. */
  readonly device: Device;
}

/** What a system's ws2 offers to every provider. */
export interface Architecture {
  /** Slots that a provider may leave empty. */
  readonly optionalSlots: readonly SlotName[];
  /** Whether a process sees changes at once ("live"), or the catalog as it was at its first WSAStartup ("snapshot"). */
  readonly catalog: "live" | "snapshot";
  /** Whether the catalog is stored from one boot to the next, if the platform has storage. */
  readonly persistsCatalog: boolean;
  /** Whether an overlapped operation that succeeds at once signals its event. */
  readonly signalsImmediate: boolean;
  /** Whether WSAEventSelect clears the recorded events. If not, an event is reported when a later mask includes it. */
  readonly selectionClears: boolean;
  /**
   * Whether an installed chain goes ahead of all other entries. If not, an installer orders the catalog.
   */
  readonly chainsFirst: boolean;
  /** The code for an af, type and protocol that are each known, but that no entry combines. */
  readonly mixedTriple: number;
}

/** The limits of a process. */
export interface Limits {
  /** The most handles of a process, of every kind. */
  readonly handles: number;
}

/**
 * The budgets of a typical device, for engines that enforce them. A program that exceeds heap, stack or watchdog is
 * ended. Beyond the other budgets a call fails with a code, or the excess is dropped and counted.
 */
export interface Device {
  /** Bytes. */
  readonly heap: number;
  /** Bytes. */
  readonly stack: number;
  /** Milliseconds of processor time that a program may use between two calls of its host. */
  readonly watchdog: number;
  /** Descriptors open at once. Opening one more fails with WSAEMFILE. */
  readonly descriptors: number;
  /** TLS sessions open at once. Opening one more fails with WSAEMFILE. */
  readonly tlsSessions: number;
  /**
   * Bytes that a TLS session buffers in each direction. When the buffer is full, a call fails with WSAEWOULDBLOCK.
   */
  readonly tlsBytes: number;
  /** Bytes of log lines and records a second. The rest is dropped and counted. */
  readonly logBytes: number;
}
