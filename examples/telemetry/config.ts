import json from "@ws2kit/config";

/** What the build puts in: `config.json`, or the file that `--config` names. Times are in milliseconds. */
export interface Config {
  readonly broker: {
    /** A name or an address. */
    readonly host: string;
    readonly port: number;
    /** "" for a broker that lets anybody in. */
    readonly user: string;
    readonly password: string;
  };
  /** The broker knows a device by this name: no two devices may have the same. */
  readonly device: string;
  readonly topic: string;
  /** From one reading to the next. */
  readonly interval: number;
  /** After so many the firmware ends; 0 for a device, which never does. */
  readonly readings: number;
  /** Readings that memory has room for while the broker is away. */
  readonly outbox: number;
  /** Seconds without a packet, above 0, after which the broker hears that the device is alive. */
  readonly keepAlive: number;
  /** How long the broker may owe an answer and say nothing; less than `keepAlive`. */
  readonly patience: number;
  /** How long to wait before connecting again: at first, and at most. */
  readonly retry: { readonly first: number; readonly longest: number };
  /** Fixes what the simulated sensor measures. */
  readonly seed: number;
}

export const config: Config = json;
