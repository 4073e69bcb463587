import { randomFillSync } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { LogRecord, Platform } from "@ws2kit/spi";
import { directoryStorage } from "./directory-storage.js";
import { libc } from "./libc.js";
import { LinuxNetwork } from "./network.js";
import type { TlsOptions } from "./tls/contexts.js";
import { nodeTls } from "./tls/openssl-tls.js";
import { Watch } from "./watch.js";

/** How often `stirred` looks again before it hands over to a thread: enough for an answer over the loopback. */
const LOOKS_WHILE_LIVELY = 16;

export interface NodePlatformOptions {
  /** Where `Platform.log` goes: standard error unless given. A `LogRecord` comes as it is; its text is the caller's. */
  log?(...values: unknown[]): void;
  /** A directory for what outlives the machine, the desktop's catalog; without one, nothing does. */
  readonly storage?: string;
  /** Whom TLS trusts, and who it is as a server; `null` for a machine without TLS. */
  readonly tls?: TlsOptions | null;
}

/** The platform of this package: it can always be awaited. */
export type NodePlatform = Platform & Required<Pick<Platform, "stirred">>;

/**
 * The machine that Node runs on: its sockets, its clock, its random numbers, its TLS.
 *
 * Throws on any system but Linux, and for TLS options that are not what they should be.
 */
export function nodePlatform(options: NodePlatformOptions = {}): NodePlatform {
  const watch = new Watch(libc());
  const tls = options.tls === null ? undefined : nodeTls(options.tls ?? {});
  let looks = 1;
  return {
    name: "node",
    network: new LinuxNetwork(libc(), watch),
    now: () => performance.now(),
    wait: (ms) => watch.wait(ms),
    random: (bytes) => void randomFillSync(bytes),
    log: options.log ?? logToStandardError,
    ...(options.storage === undefined ? {} : { storage: directoryStorage(options.storage) }),
    ...(tls === undefined ? {} : { tls }),

    async stirred(ms) {
      // A hand-over to a thread costs several times what a look does, so it waits until traffic has stopped.
      for (let look = 0; look < looks && ms !== 0; look++) {
        if (look > 0) await nextTurnOfTheLoop();
        if (watch.look()) {
          looks = LOOKS_WHILE_LIVELY;
          return nextTurnOfTheLoop();
        }
      }
      looks = 1;
      return ms === 0 ? nextTurnOfTheLoop() : watch.sleep(ms);
    },
  };
}

/** Not a microtask: Node's own timers and sockets get their turn however dense the traffic is. */
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
