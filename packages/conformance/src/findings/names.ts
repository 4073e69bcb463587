import { isRef } from "@ws2kit/spi";
import * as names from "@ws2kit/spi/constant-names";

type Name = (value: number, args: readonly unknown[]) => string;

const { controlText: control, eventsText, familyText: family, howText: how, levelText: level } = names;
const { messageFlagsText: flags, socketFlagsText: socketFlags, typeText: type } = names;
const option: Name = (value, args) => names.optionName(args[1] as number, value) ?? String(value);

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
  if (name === undefined) return null;
  if (isRef(value) && typeof value.value === "number") return `→ ${name(value.value, args)}`;
  return typeof value === "number" ? name(value, args) : null;
}
