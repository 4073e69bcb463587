import json from "@ws2kit/config";

/**
 * The configuration, which the build reads from `config.json` or the file that `--config` names. Times are in
 * milliseconds unless stated otherwise.
 */
export interface Config {
  readonly broker: {
    /** A host name or an address. */
    readonly host: string;
    readonly port: number;
    /** "" for a broker that accepts any client. */
    readonly user: string;
    readonly password: string;
  };
  /** The client identifier; it must be unique among the devices of a broker. */
  readonly device: string;
  readonly topic: string;
  /** The time from one reading to the next. */
  readonly interval: number;
  /** The firmware ends after so many readings; 0 for never. */
  readonly readings: number;
  /** The most readings to store while the broker is unreachable. */
  readonly outbox: number;
  /** Seconds without a packet, above 0, after which the device sends a PINGREQ. */
  readonly keepAlive: number;
  /** The longest time to wait for an answer of the broker; less than `keepAlive`. */
  readonly patience: number;
  /** The time to wait before connecting again: the first time, and the longest. */
  readonly retry: { readonly first: number; readonly longest: number };
  /** The seed of the simulated sensor. */
  readonly seed: number;
}

export const config: Config = json;
