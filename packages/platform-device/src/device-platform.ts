import type { LogRecord, Platform, Tls } from "@ws2kit/spi";
import { deviceHost } from "./device-host.js";
import { deviceNetwork } from "./device-network.js";
import { deviceTls } from "./device-tls.js";
import { json } from "./json.js";
import { PollTable } from "./poll-table.js";

/** A `Platform` that also notifies its host when the machine stands, and hands it the program to run. */
export interface DevicePlatform extends Platform {
  /** To be called once, before the program runs: the host takes its figures now. */
  booted(): void;
  /** Has the host call `step`, and run the engine's jobs in between, until it returns `false`. */
  run(step: () => boolean): void;
}

/**
 * The device that a bundle runs on: everything is asked of `globalThis.ws2host`.
 *
 * Throws if there is no such host, or if it speaks another version of the interface.
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
    // made when it is asked for: a program that never does carries none of it
    get tls() {
      tls ??= host.tls && deviceTls(host.tls);
      return tls;
    },
  };
}

/** A record stands alone, for the host has its words; what is between records is one line. */
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
