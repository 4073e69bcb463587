import type { SlotName, WSANETWORKEVENTS } from "@ws2kit/spi";
import type { Datum } from "./line.js";
import { bytes, filled, gathered, type Parameter, result, scalar, scattered, sockets, value } from "./parameter.js";

/** How a slot is recorded. */
export interface SlotForm {
  /** Whether its first argument is its socket, and whether it makes one. */
  readonly hasSocket: boolean;
  readonly makesSocket?: boolean;
  /** The indexes of its overlapped structure, routine, thread and byte count; absent if it cannot be overlapped. */
  readonly overlappedAt?: number;
  readonly bytesAt?: number;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

const networkEvents: Parameter = {
  at: 2,
  written(value) {
    const { lNetworkEvents, iErrorCode } = value as WSANETWORKEVENTS;
    return [lNetworkEvents, ...iErrorCode];
  },
  write(value, datum) {
    const [lNetworkEvents, ...codes] = datum as readonly number[];
    const events = value as WSANETWORKEVENTS;
    events.lNetworkEvents = lNetworkEvents;
    codes.forEach((code, i) => {
      events.iErrorCode[i] = code;
    });
  },
};

/** A timeval in milliseconds; `null` for no limit. */
const timeout: Parameter = {
  at: 4,
  read(value): Datum {
    const time = value as { tv_sec: number; tv_usec: number } | null;
    return time === null ? null : time.tv_sec * 1000 + time.tv_usec / 1000;
  },
};

const name = { name: bytes(1, 2) };
const hasSocket = true;

/**
 * The slots that are recorded. The results of WSPGetOverlappedResult and WSPCancelBlockingCall follow from other lines.
 */
export const FORMS: Readonly<Partial<Record<SlotName, SlotForm>>> = {
  WSPAccept: { hasSocket, makesSocket: true, parameters: { addr: filled(1, 2), addrlen: scalar(2) } },
  WSPAddressToString: {
    hasSocket: false,
    parameters: { address: bytes(0, 1), text: result(3), length: scalar(4) },
  },
  WSPAsyncSelect: { hasSocket, parameters: { message: value(2), events: value(3) } },
  WSPBind: { hasSocket, parameters: name },
  WSPCleanup: { hasSocket: false, parameters: {} },
  WSPCloseSocket: { hasSocket, parameters: {} },
  WSPConnect: { hasSocket, parameters: name },
  WSPDuplicateSocket: { hasSocket, parameters: { process: value(1) } },
  WSPEnumNetworkEvents: { hasSocket, parameters: { events: networkEvents } },
  WSPEventSelect: { hasSocket, parameters: { events: value(2) } },
  WSPGetPeerName: { hasSocket, parameters: { name: filled(1, 2), length: scalar(2) } },
  WSPGetSockName: { hasSocket, parameters: { name: filled(1, 2), length: scalar(2) } },
  WSPGetSockOpt: {
    hasSocket,
    parameters: { level: value(1), option: value(2), value: filled(3, 4), length: scalar(4) },
  },
  WSPGetQOSByName: { hasSocket, parameters: {} },
  WSPIoctl: {
    hasSocket,
    overlappedAt: 7,
    bytesAt: 6,
    parameters: { code: value(1), in: bytes(2, 3), out: filled(4, 6), returned: result(6) },
  },
  WSPJoinLeaf: { hasSocket, makesSocket: true, parameters: { ...name, flags: value(7) } },
  WSPListen: { hasSocket, parameters: { backlog: value(1) } },
  WSPRecv: {
    hasSocket,
    overlappedAt: 5,
    bytesAt: 3,
    parameters: { data: scattered(1, 2), bytes: result(3), flags: scalar(4) },
  },
  WSPRecvDisconnect: { hasSocket, parameters: {} },
  WSPRecvFrom: {
    hasSocket,
    overlappedAt: 7,
    bytesAt: 3,
    parameters: { data: scattered(1, 2), bytes: result(3), flags: scalar(4), from: filled(5, 6), fromlen: scalar(6) },
  },
  WSPSelect: {
    hasSocket: false,
    parameters: { read: sockets(1), write: sockets(2), except: sockets(3), timeout },
  },
  WSPSend: {
    hasSocket,
    overlappedAt: 5,
    bytesAt: 3,
    parameters: { data: gathered(1, 2), bytes: result(3), flags: value(4) },
  },
  WSPSendDisconnect: { hasSocket, parameters: {} },
  WSPSendTo: {
    hasSocket,
    overlappedAt: 7,
    bytesAt: 3,
    parameters: { data: gathered(1, 2), bytes: result(3), flags: value(4), to: bytes(5, 6) },
  },
  WSPSetSockOpt: { hasSocket, parameters: { level: value(1), option: value(2), value: bytes(3, 4) } },
  WSPShutdown: { hasSocket, parameters: { how: value(1) } },
  WSPSocket: {
    hasSocket: false,
    makesSocket: true,
    parameters: { af: value(0), type: value(1), protocol: value(2), g: value(4), flags: value(5) },
  },
  WSPStringToAddress: {
    hasSocket: false,
    parameters: { text: value(0), family: value(1), address: filled(3, 4), length: scalar(4) },
  },
};
