import * as spi from "@ws2kit/spi";

/** The levels of options, and the prefix of their options' names. */
const LEVELS: readonly (readonly [level: number, prefixes: readonly string[]])[] = [
  [spi.SOL_SOCKET, ["SO_"]],
  [spi.IPPROTO_TCP, ["TCP_"]],
  [spi.IPPROTO_IP, ["IP_"]],
  [spi.IPPROTO_IPV6, ["IPV6_"]],
];

/** Names with SOL_SOCKET's prefix that are values, not options. */
const VALUES: readonly string[] = ["SO_SYNCHRONOUS_ALERT", "SO_SYNCHRONOUS_NONALERT"];

/** The names of a level's options by number. If several names have a number, the first one counts. */
function namesOf(prefixes: readonly string[]): ReadonlyMap<unknown, string> {
  const found = new Map<unknown, string>();
  for (const [name, value] of Object.entries(spi)) {
    const isName = prefixes.some((prefix) => name.startsWith(prefix)) && !VALUES.includes(name);
    if (isName && !found.has(value)) found.set(value, name);
  }
  return found;
}

const NAMES = new Map(LEVELS.map(([level, prefixes]) => [level, namesOf(prefixes)]));

/** The name of an option; `null` if it has none. */
export function optionName(level: number, optname: number): string | null {
  return NAMES.get(level)?.get(optname) ?? null;
}

/** Options of SOL_SOCKET that ws2 itself answers, or that can only be set. */
const NOT_READ: readonly string[] = ["SO_OPENTYPE", "SO_UPDATE_ACCEPT_CONTEXT", "SO_UPDATE_CONNECT_CONTEXT"];

/** The options of SOL_SOCKET that a provider may have, by name. */
export function socketOptions(): readonly (readonly [name: string, optname: number])[] {
  return Object.entries(spi)
    .filter((entry): entry is [string, number] => entry[0].startsWith("SO_") && typeof entry[1] === "number")
    .filter(([name]) => !VALUES.includes(name) && !NOT_READ.includes(name));
}
