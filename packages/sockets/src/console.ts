/**
 * A `console` where the engine has none: lines in the machine's log.
 *
 * ```ts
 * const console = consoleOf(machine);
 * console.warn("no answer from", connection.peer.host);
 * ```
 */
import type { Platform } from "@ws2kit/spi";

/** What programs call most of a host's console. */
export interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  /** Begins with "warning:". */
  warn(...values: unknown[]): void;
  /** Begins with "error:". */
  error(...values: unknown[]): void;
}

/** A console over a machine's log. Values are written as `String` has them, separated by spaces. */
export function consoleOf(machine: { readonly platform: Pick<Platform, "log"> }): Console {
  const log = (...values: unknown[]): void => machine.platform.log(values.map(String).join(" "));
  return {
    log,
    info: log,
    debug: log,
    warn: (...values) => log("warning:", ...values),
    error: (...values) => log("error:", ...values),
  };
}
