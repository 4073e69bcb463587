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

/** The name of an option; `null` if it has none. */
export function optionName(level: number, optname: number): string | null {
  const prefixes = LEVELS.find(([each]) => each === level)?.[1] ?? [];
  const found = Object.entries(spi).find(
    ([name, value]) =>
      value === optname && prefixes.some((prefix) => name.startsWith(prefix)) && !VALUES.includes(name),
  );
  return found === undefined ? null : found[0];
}

/** Options of SOL_SOCKET that ws2 itself answers, or that can only be set. */
const NOT_READ: readonly string[] = ["SO_OPENTYPE", "SO_UPDATE_ACCEPT_CONTEXT", "SO_UPDATE_CONNECT_CONTEXT"];

/** The options of SOL_SOCKET that a provider may have, by name. */
export function socketOptions(): readonly (readonly [name: string, optname: number])[] {
  return Object.entries(spi)
    .filter((entry): entry is [string, number] => entry[0].startsWith("SO_") && typeof entry[1] === "number")
    .filter(([name]) => !VALUES.includes(name) && !NOT_READ.includes(name));
}
