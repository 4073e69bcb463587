import type { LogRecord, Platform, Tls } from "@ws2kit/spi";
import { deviceHost } from "./device-host.js";
import { deviceNetwork } from "./device-network.js";
import { deviceTls } from "./device-tls.js";
import { json } from "./json.js";
import { PollTable } from "./poll-table.js";

/** A `Platform` that also notifies its host when the machine is open, and passes the program to the host. */
export interface DevicePlatform extends Platform {
  /** Notifies the host, which measures now. Call it once, before the program runs. */
  booted(): void;
  /** Passes `step` to the host, which calls it, with the engine's jobs in between, until it returns `false`. */
  run(step: () => boolean): void;
}

/**
 * Makes the platform of the device that a bundle runs on, from `globalThis.ws2host`.
 *
 * Throws if no host is installed, or if it implements another version of `DeviceHost`.
 */
export function devicePlatform(): DevicePlatform {
  const host = deviceHost();
  const table = new PollTable(host);
  let tls: Tls | undefined;
  return {
    name: "device",
    network: deviceNetwork(host, table),
    now: () => host.now(),
    wait: (ms) => table.wait(ms),
    random: (bytes) => void host.random(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length),
    log(...values) {
      for (const line of lines(values)) {
        if (typeof line === "string") host.log(line);
        else host.record(line.code, json(line.args));
      }
    },
    booted: () => host.booted?.(),
    run: host.run,
    // a getter, so that a build can remove TLS from a program that does not use it
    get tls() {
      tls ??= host.tls && deviceTls(host.tls);
      return tls;
    },
  };
}

/** Splits logged values. Each record is passed alone, because the host has its text; the other values form lines. */
function lines(values: readonly unknown[]): (string | LogRecord)[] {
  const lines: (string | LogRecord)[] = [];
  let words: string[] = [];
  const endLine = () => {
    if (words.length > 0) lines.push(words.join(" "));
    words = [];
  };
  for (const value of values) {
    if (isLogRecord(value)) {
      endLine();
      lines.push(value);
    } else words.push(String(value));
  }
  endLine();
  return lines;
}

function isLogRecord(value: unknown): value is LogRecord {
  const record = value as Partial<LogRecord> | null;
  return typeof record === "object" && typeof record?.code === "string" && Array.isArray(record.args);
}
