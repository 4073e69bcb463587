import type { NetworkStack } from "@ws2kit/spi";
import type { PlatformLimit } from "./limit.js";
import { linux } from "./linux/system.js";
import { NO_SOCKETS, other } from "./other/system.js";
import { windows } from "./windows/system.js";

/** The sockets of one platform. */
export interface SystemNetwork extends NetworkStack {
  /** The number of open sockets. */
  readonly openSockets: number;
}

/** The sockets of one platform, and its waits for them. */
export interface Sockets {
  readonly network: SystemNetwork;
  /** Blocks for `ms` milliseconds at most (-1: no limit). `false` if nothing can end the wait. */
  wait(ms: number): boolean;
  /**
   * As `wait`, but asynchronous; it reacts to watches that are added, changed and ended meanwhile. `keepsAlive`: it
   * keeps Node's process alive.
   */
  sleep(ms: number, keepsAlive: boolean): Promise<void>;
}

/** A directory that other processes cannot lock. */
export interface DirectoryLock {
  /** Writes the names of the directory's files to the disk, where the system needs a call for that. */
  flush(): void;
  release(): void;
}

/** A descriptor that is readable from `raise` to `clear`, and so ends a wait of another thread. */
export interface Wake {
  readonly fd: number;
  raise(): void;
  clear(): void;
  close(): void;
}

/** The processor time, in milliseconds, and the memory, in bytes, that a process uses. */
export interface ProcessUsage {
  readonly time: number;
  readonly resident: number;
}

/** What this package needs of an operating system: a folder each implements it. */
export interface System {
  /** The behaviours of Winsock that the system lacks. */
  readonly limits: readonly PlatformLimit[];
  /** The library with the OpenSSL of Node's binary, for koffi; `null` is the process itself. */
  readonly nodeLibrary: string | null;
  /** Makes the sockets of one platform. `complain` receives a sentence for the program's author. */
  openSockets(complain: (sentence: string) => void): Sockets;
  /** Locks a directory; `null` if another process has locked it. Throws if the directory cannot be opened. */
  lockDirectory(directory: string): DirectoryLock | null;
  /** Whether an error of a file's function can end by itself, because another process has the file open. */
  isInUse(error: NodeJS.ErrnoException): boolean;
  /** Calls poll(2), or does what it does, for `n` entries of 8 bytes: descriptor, events, returned events. */
  pollTable(table: Int32Array, n: number, ms: number): number;
  newWake(): Wake;
  /** Milliseconds of processor time that the calling thread has used, with fractions. */
  threadTime(): number;
  /** Measures a process; `null` if it has ended. */
  processUsage(pid: number): ProcessUsage | null;
}

const SYSTEMS: Readonly<Record<string, System>> = { linux, win32: windows };

/** Returns the system that Node runs on; `other`, without sockets, if this package does not know its sockets. */
export function anySystem(): System {
  // the structures of ws2_32.dll are those of 64 bits
  const isOld = process.platform === "win32" && process.arch === "ia32";
  return (isOld ? undefined : SYSTEMS[process.platform]) ?? other;
}

/** Returns the system that Node runs on. Throws if this package does not know its sockets. */
export function system(): System {
  const found = anySystem();
  if (found === other) throw new Error(NO_SOCKETS);
  return found;
}

/** The behaviours of Winsock that this platform cannot offer here. */
export function limitsOfThisSystem(): readonly PlatformLimit[] {
  return anySystem().limits;
}
