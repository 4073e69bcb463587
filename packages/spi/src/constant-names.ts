import * as spi from "./index.js";

/** The constants whose names begin with a prefix, by value. */
function constants(prefix: string, without: readonly string[] = []): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [name, value] of Object.entries(spi)) {
    if (typeof value !== "number" || !name.startsWith(prefix) || without.some((end) => name.endsWith(end))) continue;
    if (!found.has(value)) found.set(value, name);
  }
  return found;
}

/** The levels of options: each one's name, and the prefix of its options' names. */
const LEVELS: readonly (readonly [level: number, name: string, prefix: string])[] = [
  [spi.SOL_SOCKET, "SOL_SOCKET", "SO_"],
  [spi.IPPROTO_TCP, "IPPROTO_TCP", "TCP_"],
  [spi.IPPROTO_IP, "IPPROTO_IP", "IP_"],
  [spi.IPPROTO_IPV6, "IPPROTO_IPV6", "IPV6_"],
];

/** Names with SOL_SOCKET's prefix that are values, not options. */
export const OPTION_VALUES: readonly string[] = ["SO_SYNCHRONOUS_ALERT", "SO_SYNCHRONOUS_NONALERT"];

const EVENTS = constants("FD_", ["_BIT", "FD_MAX_EVENTS", "FD_ALL_EVENTS", "FD_SETSIZE"]);
const MESSAGE_FLAGS = constants("MSG_", ["MSG_MAXIOVLEN"]);
const SOCKET_FLAGS = constants("WSA_FLAG_");
const FAMILIES = constants("AF_", ["AF_MAX"]);
const TYPES = constants("SOCK_");
const PROTOCOLS = constants("IPPROTO_");
const OPTIONS = new Map(LEVELS.map(([level, , prefix]) => [level, constants(prefix, OPTION_VALUES)]));
const LEVEL_NAMES = new Map(LEVELS.map(([level, name]) => [level, name]));
const CONTROLS = new Map([...constants("SIO_"), ...constants("FION"), [spi.SIOCATMARK, "SIOCATMARK"] as const]);
const HOWS = constants("SD_");

/** The names of the bits of a number with "|" between them; bits without a name as a hexadecimal number. */
function bitsText(value: number, names: ReadonlyMap<number, string>): string {
  if (value === 0) return "0";
  let rest = value;
  const found: string[] = [];
  for (const [bit, name] of names) {
    if (bit === 0 || (rest & bit) !== bit) continue;
    found.push(name);
    rest &= ~bit;
  }
  if (rest !== 0) found.push(`0x${(rest >>> 0).toString(16)}`);
  return found.join(" | ");
}

const nameIn = (names: ReadonlyMap<number, string>) => (value: number) => names.get(value) ?? String(value);

/** Network events by name: `FD_READ | FD_CLOSE`; "0" for none. */
export const eventsText = (value: number): string => bitsText(value, EVENTS);
/** Flags of send and recv by name: `MSG_PEEK | MSG_OOB`. */
export const messageFlagsText = (value: number): string => bitsText(value, MESSAGE_FLAGS);
/** Flags of WSASocketW by name. */
export const socketFlagsText = (value: number): string => bitsText(value, SOCKET_FLAGS);
/** The name of an address family, such as `AF_INET`; a number without a name as it is. */
export const familyText: (value: number) => string = nameIn(FAMILIES);
/** The name of a socket type, such as `SOCK_STREAM`. */
export const typeText: (value: number) => string = nameIn(TYPES);
/** The name of a protocol, such as `IPPROTO_TCP`. */
export const protocolText: (value: number) => string = nameIn(PROTOCOLS);
/** The name of an option's level, such as `SOL_SOCKET`. */
export const levelText: (value: number) => string = nameIn(LEVEL_NAMES);
/** The name of a control code, such as `FIONBIO`. */
export const controlText: (value: number) => string = nameIn(CONTROLS);
/** The name of a direction of shutdown, such as `SD_SEND`. */
export const howText: (value: number) => string = nameIn(HOWS);

/** The name of an option, such as `SO_RCVBUF`; `null` if it has none. */
export function optionName(level: number, optname: number): string | null {
  return OPTIONS.get(level)?.get(optname) ?? null;
}
