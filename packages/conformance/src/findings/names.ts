import * as spi from "@ws2kit/spi";
import { optionName } from "./option-name.js";

/** The constants whose names begin with a prefix, by value. */
function constants(prefix: string, without: readonly string[] = []): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [name, value] of Object.entries(spi)) {
    if (typeof value !== "number" || !name.startsWith(prefix) || without.some((end) => name.endsWith(end))) continue;
    if (!found.has(value)) found.set(value, name);
  }
  return found;
}

/** Network events, as in WSAEventSelect and WSANETWORKEVENTS: `FD_READ | FD_CLOSE`. */
const EVENTS = constants("FD_", ["_BIT", "FD_MAX_EVENTS", "FD_ALL_EVENTS", "FD_SETSIZE"]);
const MESSAGE_FLAGS = constants("MSG_");
const SOCKET_FLAGS = constants("WSA_FLAG_");
const FAMILIES = constants("AF_", ["AF_MAX"]);
const TYPES = constants("SOCK_");
const LEVELS = new Map([
  [spi.SOL_SOCKET, "SOL_SOCKET"],
  [spi.IPPROTO_TCP, "IPPROTO_TCP"],
  [spi.IPPROTO_IP, "IPPROTO_IP"],
  [spi.IPPROTO_IPV6, "IPPROTO_IPV6"],
]);
const CONTROLS = new Map([...constants("SIO_"), ...constants("FION"), [spi.SIOCATMARK, "SIOCATMARK"] as const]);
const HOWS = constants("SD_");

/** The names of the bits of a number with "|" between them; bits without a name as a hexadecimal number. */
function bitsText(value: unknown, names: ReadonlyMap<number, string>): string {
  if (typeof value !== "number" || value === 0) return String(value);
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

function nameText(value: unknown, names: ReadonlyMap<number, string>): string {
  return (typeof value === "number" ? names.get(value) : undefined) ?? String(value);
}

/** Network events by name: `FD_READ | FD_CLOSE`; 0 for none. */
export function eventsText(value: unknown): string {
  return bitsText(value, EVENTS);
}

type Name = (value: unknown, args: readonly unknown[]) => string;

const flags: Name = (value) => {
  const bits = spi.isRef(value) ? value.value : value;
  return `${spi.isRef(value) ? "→ " : ""}${bitsText(bits, MESSAGE_FLAGS)}`;
};
const socketFlags: Name = (value) => bitsText(value, SOCKET_FLAGS);
const family: Name = (value) => nameText(value, FAMILIES);
const type: Name = (value) => nameText(value, TYPES);
const level: Name = (value) => nameText(value, LEVELS);
const control: Name = (value) => nameText(value, CONTROLS);
const how: Name = (value) => nameText(value, HOWS);
const option: Name = (value, args) => optionName(args[1] as number, value as number) ?? String(value);

/** The arguments that are shown by name, by their position. */
const NAMED: Readonly<Record<string, Readonly<Record<number, Name>>>> = {
  socket: { 0: family, 1: type },
  WSASocketW: { 0: family, 1: type, 5: socketFlags },
  WSPSocket: { 0: family, 1: type, 5: socketFlags },
  send: { 3: flags },
  recv: { 3: flags },
  sendto: { 3: flags },
  recvfrom: { 3: flags },
  WSASend: { 4: flags },
  WSPSend: { 4: flags },
  WSARecv: { 4: flags },
  WSPRecv: { 4: flags },
  WSASendTo: { 4: flags },
  WSPSendTo: { 4: flags },
  WSARecvFrom: { 4: flags },
  WSPRecvFrom: { 4: flags },
  WSAEventSelect: { 2: eventsText },
  WSPEventSelect: { 2: eventsText },
  WSAAsyncSelect: { 3: eventsText },
  WSPAsyncSelect: { 3: eventsText },
  getsockopt: { 1: level, 2: option },
  setsockopt: { 1: level, 2: option },
  WSPGetSockOpt: { 1: level, 2: option },
  WSPSetSockOpt: { 1: level, 2: option },
  ioctlsocket: { 1: control },
  WSAIoctl: { 1: control },
  WSPIoctl: { 1: control },
  shutdown: { 1: how },
  WSPShutdown: { 1: how },
};

/** A call's argument as the name of its constant; `null` if it has no name. */
export function argumentName(call: string, at: number, args: readonly unknown[]): string | null {
  const value = args[at];
  const name = NAMED[call]?.[at];
  return name === undefined || !(typeof value === "number" || spi.isRef(value)) ? null : name(value, args);
}
