import type { NetworkStack } from "./network-stack.js";
import type { Tls } from "./tls.js";

/**
 * The machine on which ws2 runs. Neutral packages read the clock, wait and get random numbers only through it.
 */
export interface Platform {
  /** The platform's name in messages: "node", "memory", "device". */
  readonly name: string;
  /** The network below every socket of the machine. */
  readonly network: NetworkStack;

  /** Returns the milliseconds, with fractions, of a clock that never goes back. */
  now(): number;

  /**
   * Blocks until a watched descriptor is ready or `ms` milliseconds have passed (-1: without a limit). It may return
   * early. Returns `false` if nothing can ever end the wait, as on a simulated network where nothing is under way.
   */
  wait(ms: number): boolean;

  /** Fills `bytes` with random bytes: from a seed on a simulated platform, secure enough for keys on a real one. */
  random(bytes: Uint8Array): void;

  /**
   * Writes a line for a person. A `LogRecord` is a code with arguments; the host has the text.
   * @data
   */
  log(...values: unknown[]): void;

  /**
   * Waits as `wait` does, without blocking the host's event loop. The promise resolves at the end of the wait, and also
   * after 0 ms not before that loop has served the host's timers and sockets. `keepsAlive`: whether the wait keeps the
   * host's process alive; true by default.
   */
  waitAsync?(ms: number, keepsAlive?: boolean): Promise<void>;

  /** Where the catalog is stored, on platforms that store it. */
  readonly storage?: Storage;

  /** TLS, on platforms that offer it. */
  readonly tls?: Tls;

  /**
   * Calls `deliver` when something arrives for this platform while another machine of the same simulation waits. Real
   * platforms leave this out.
   */
  onArrival?(deliver: () => void): void;

  /** Calls the `deliver` of `onArrival` after `ms` milliseconds too. */
  alarm?(ms: number): void;
}

/** Named texts that survive a restart. */
export interface Storage {
  /** Returns the text of a name, or null if nothing is stored under that name. */
  read(name: string): string | null;
  /**
   * Stores a text, whole or not at all. Returns `false` if it cannot be stored; the previous text is unchanged then.
   */
  write(name: string, text: string): boolean;
  /**
   * Runs `change` while no other process writes to this storage, and returns its result; null, without running it, if
   * another process does not finish. Absent on a storage that only one process can use.
   */
  exclusively?<T>(change: () => T): T | null;
}

/** A message as data. `@ws2kit/rules` contains its text, by `code`. */
export interface LogRecord {
  /** Names the message in the catalogue of `@ws2kit/rules`. */
  readonly code: string;
  /**
   * The arguments of the text.
   * @data
   */
  readonly args: readonly unknown[];
}
