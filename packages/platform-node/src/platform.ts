import { randomFillSync } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { LogRecord, Platform } from "@ws2kit/spi";
import { directoryStorage } from "./directory-storage.js";
import { anySystem, system } from "./system.js";
import type { TlsOptions } from "./tls/contexts.js";
import { nodeTls } from "./tls/openssl-tls.js";

/** The options of `nodePlatform`. */
export interface NodePlatformOptions {
  /** Receives the values of `Platform.log`; standard error by default. A `LogRecord` is passed without its text. */
  log?(...values: unknown[]): void;
  /** A directory for the desktop's catalog; without it, the catalog does not outlive the machine. */
  readonly storage?: string;
  /**
   * Whether the program needs sockets; `true` by default. With `false`, a system whose sockets this package does not
   * know is no error: opening a socket there fails with WSAENETDOWN, and the first time logs the reason.
   */
  readonly needsSockets?: boolean;
  /** The certificates that TLS trusts, and its own as a server; `null` for a machine without TLS. */
  readonly tls?: TlsOptions | null;
}

/** The platform of this package: it always has `waitAsync`. */
export type NodePlatform = Platform &
  Required<Pick<Platform, "waitAsync">> & {
    /** The number of open sockets of this platform. */
    readonly openSockets: number;
  };

/**
 * Makes the platform of the machine that Node runs on: its sockets, clock, random numbers and TLS.
 *
 * Throws on any system but Linux and Windows, and for TLS options that are not valid PEM or do not belong together.
 */
export function nodePlatform(options: NodePlatformOptions = {}): NodePlatform {
  const log = options.log ?? logToStandardError;
  const own = options.needsSockets === false ? anySystem() : system();
  const { network, wait, sleep } = own.openSockets(log);
  const tls = options.tls === null ? undefined : nodeTls(options.tls ?? {});
  return {
    name: "node",
    network,
    get openSockets() {
      return network.openSockets;
    },
    now: () => performance.now(),
    wait,
    random: (bytes) => void randomFillSync(bytes),
    log,
    ...(options.storage === undefined ? {} : { storage: directoryStorage(options.storage) }),
    ...(tls === undefined ? {} : { tls }),

    waitAsync: (ms, keepsAlive = true) => (ms === 0 ? nextTurnOfTheLoop() : sleep(ms, keepsAlive)),
  };
}

/** Resolves in the next turn of the event loop, not in a microtask, so that Node's timers and sockets run too. */
function nextTurnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function logToStandardError(...values: unknown[]): void {
  process.stderr.write(`${values.map(text).join(" ")}\n`);
}

function text(value: unknown): string {
  return isLogRecord(value) ? [value.code, ...value.args].map(String).join(" ") : String(value);
}

function isLogRecord(value: unknown): value is LogRecord {
  return typeof value === "object" && value !== null && "code" in value && "args" in value && Array.isArray(value.args);
}
