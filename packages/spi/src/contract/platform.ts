import type { NetworkStack } from "./network-stack.js";
import type { Tls } from "./tls.js";

/**
 * The machine that ws2 runs on. Neutral packages read the clock, wait and get random numbers only through it.
 */
export interface Platform {
  /** The platform's name in messages: "node", "memory", "device". */
  readonly name: string;
  /** The network below every socket of the machine. */
  readonly network: NetworkStack;

  /** Milliseconds, with fractions, of a clock that never goes back. */
  now(): number;

  /**
   * Blocks until a watched descriptor is ready or `ms` milliseconds have passed (-1: without a limit). It may return
   * early. Returns `false` if nothing can ever end the wait: on a simulated network with nothing under way.
   */
  wait(ms: number): boolean;

  /** Fills `bytes` with random bytes: from a seed on a simulated platform, good enough for keys on a real one. */
  random(bytes: Uint8Array): void;

  /**
   * Writes a line for a person. A `LogRecord` is a code with arguments; the host has the text.
   * @data
   */
  log(...values: unknown[]): void;

  /** `wait` as a promise, for a host that has an event loop. */
  waitAsync?(ms: number): Promise<void>;

  /** Where the catalog is stored, on platforms that store it. */
  readonly storage?: Storage;

  /** TLS, on platforms that have it. */
  readonly tls?: Tls;

  /**
   * Calls `deliver` when something arrives for this platform while another machine of the same simulation waits. Real
   * platforms leave this out.
   */
  onArrival?(deliver: () => void): void;

  /** Calls the `deliver` of `onArrival` after `ms` milliseconds too. */
  alarm?(ms: number): void;
}

/** Named texts that are still there after a restart. */
export interface Storage {
  /** Returns a text, or null if there is none. */
  read(name: string): string | null;
  /** Stores a text whole or not at all. Returns `false` if it cannot be stored; the previous one is unchanged then. */
  write(name: string, text: string): boolean;
  /**
   * Runs `change` while no other process writes to this storage, and returns its result; null, without running it, if
   * another process does not finish. A storage that only one process can use leaves it out.
   */
  exclusively?<T>(change: () => T): T | null;
}

/** A message as data. `@ws2kit/rules` has its text, under `code`. */
export interface LogRecord {
  /** Names the message in the catalogue of `@ws2kit/rules`. */
  readonly code: string;
  /**
   * What the text is made with.
   * @data
   */
  readonly args: readonly unknown[];
}
