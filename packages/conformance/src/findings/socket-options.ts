import * as spi from "@ws2kit/spi";
import { OPTION_VALUES } from "@ws2kit/spi/constant-names";

/** Options of SOL_SOCKET that ws2 itself answers, or that can only be set. */
const NOT_READ: readonly string[] = ["SO_OPENTYPE", "SO_UPDATE_ACCEPT_CONTEXT", "SO_UPDATE_CONNECT_CONTEXT"];

/** The options of SOL_SOCKET that a provider may have, by name. */
export function socketOptions(): readonly (readonly [name: string, optname: number])[] {
  return Object.entries(spi)
    .filter((entry): entry is [string, number] => entry[0].startsWith("SO_") && typeof entry[1] === "number")
    .filter(([name]) => !OPTION_VALUES.includes(name) && !NOT_READ.includes(name));
}
