import type { NetworkStack } from "./network-stack.js";
import type { Tls } from "./tls.js";

/**
 * All that ws2 asks of the machine it runs on. Nothing in the neutral packages reads a clock, waits or draws
 * a random number except through it.
 */
export interface Platform {
  /** Who speaks in messages: "node", "memory", "device". */
  readonly name: string;
  readonly network: NetworkStack;

  /** Milliseconds on a clock that never goes back; fractions are welcome. */
  now(): number;

  /**
   * Blocks until a watched descriptor is ready or `ms` milliseconds have passed (-1: however long it takes).
   * It may return early for no reason. `false` says that nothing can ever end this wait: a simulated network
   * with nothing under way.
   */
  wait(ms: number): boolean;

  /** Fills `bytes` with random bytes: from a seed on a simulated platform, fit for keys on a real one. */
  random(bytes: Uint8Array): void;

  /**
   * Tells a person. A `LogRecord` is a code with its arguments; the host has the text.
   * @data
   */
  log(...values: unknown[]): void;

  /** The promise form of `wait`, for a host with an event loop of its own. */
  stirred?(ms: number): Promise<void>;

  /** Where the catalog is kept, on platforms that have such a place. */
  readonly storage?: Storage;

  /** TLS, on platforms that have it. */
  readonly tls?: Tls;

  /**
   * Asks to have `deliver` called when something arrives for this platform while another machine of the same
   * simulation waits. Real platforms have no such moment and leave this out.
   */
  onArrival?(deliver: () => void): void;

  /** Asks to have `deliver` called in `ms` milliseconds as well. */
  alarm?(ms: number): void;
}

/** Small texts that outlive a boot, by name. */
export interface Storage {
  /** A text, or `null` if there is none. */
  read(name: string): string | null;
  /** Stores a text whole or not at all; `false` if it cannot be stored, and the one before is unchanged then. */
  write(name: string, text: string): boolean;
  /**
   * Runs `change` while no other process writes to this storage, and returns its result; `null`, without running it, if
   * another process does not finish. A storage that only one process can have leaves it out.
   */
  exclusively?<T>(change: () => T): T | null;
}

/** A message before it has words: its text is in `@ws2kit/rules`, under `code`. */
export interface LogRecord {
  readonly code: string;
  /** @data */
  readonly args: readonly unknown[];
}
