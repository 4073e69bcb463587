import {
  AF_INET,
  DWORD,
  FIONBIO,
  fd_set,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  newWSAPROTOCOL_INFOW,
  ref,
  SD_BOTH,
  SLOTS,
  type SlotName,
  SO_KEEPALIVE,
  SO_TYPE,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSAEOPNOTSUPP,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { describe, type Subject } from "../subjects/subject.js";
import { Bench } from "./bench.js";
import { SpiSession } from "./spi-session.js";

/** The state of a slot: it is `empty`, `refuses` every call with WSAEOPNOTSUPP, or `answers`. */
export type SlotState = "empty" | "refuses" | "answers";

/** The handle of no socket, for a provider that makes none. */
export const NO_SOCKET = 0x4444444 as SOCKET;

/** The state of a provider's slots. */
export interface Survey {
  /** The state of each of the 30 slots. */
  readonly slots: Readonly<Record<SlotName, SlotState>>;
}

/**
 * Calls each slot of a subject's provider once, on a new socket if the provider can make one. A slot that is not
 * written yet reports WSAEOPNOTSUPP. If WSPStartup fails, every slot is `empty`.
 */
export function surveyProvider(subject: Subject): Survey {
  const session = started(subject);
  const slots = {} as Record<SlotName, SlotState>;
  for (const slot of SLOTS) slots[slot] = session === null ? "empty" : stateOf(session, slot);
  return { slots };
}

function started(subject: Subject): SpiSession | null {
  try {
    return new SpiSession(new Bench(subject, describe(subject)));
  } catch {
    return null;
  }
}

function stateOf(session: SpiSession, slot: SlotName): SlotState {
  const { slots, entries } = session;
  const call = slots[slot] as ((...args: unknown[]) => unknown) | undefined;
  if (typeof call !== "function") return "empty";
  const lpErrno = ref(0);
  try {
    const s = session.openAny();
    const [first, ...rest] = SLOT_ARGUMENTS[slot](entries[0]);
    call(...(first === NO_SOCKET && s > 0 ? [s] : first === undefined ? [] : [first]), ...rest, lpErrno);
  } catch {
    return "answers";
  }
  return lpErrno.value === WSAEOPNOTSUPP ? "refuses" : "answers";
}

/** Arguments that are sound but for the handle; `lpErrno` goes behind them. */
export const SLOT_ARGUMENTS: Readonly<Record<SlotName, (entry: Readonly<WSAPROTOCOL_INFOW>) => unknown[]>> = {
  WSPAccept: () => [NO_SOCKET, ...room(), null, 0],
  WSPAddressToString: () => [...address(), null, ref(""), ref(64)],
  WSPAsyncSelect: () => [NO_SOCKET, null, 0, 0],
  WSPBind: () => [NO_SOCKET, ...address()],
  WSPCancelBlockingCall: () => [],
  WSPCleanup: () => [],
  WSPCloseSocket: () => [NO_SOCKET],
  WSPConnect: () => [NO_SOCKET, ...address(), null, null, null, null],
  WSPDuplicateSocket: () => [NO_SOCKET, 4, newWSAPROTOCOL_INFOW()],
  WSPEnumNetworkEvents: () => [NO_SOCKET, null, newWSANETWORKEVENTS()],
  WSPEventSelect: () => [NO_SOCKET, null, 0],
  WSPGetOverlappedResult: () => [NO_SOCKET, newWSAOVERLAPPED(), ref(0), false, ref(0)],
  WSPGetPeerName: () => [NO_SOCKET, ...room()],
  WSPGetSockName: () => [NO_SOCKET, ...room()],
  WSPGetSockOpt: () => [NO_SOCKET, SOL_SOCKET, SO_TYPE, DWORD(0), ref(4)],
  WSPGetQOSByName: () => [NO_SOCKET, newWSABUF(new Uint8Array(2)), {}],
  WSPIoctl: () => [NO_SOCKET, FIONBIO, DWORD(1), 4, null, 0, ref(0), null, null, null],
  WSPJoinLeaf: () => [NO_SOCKET, ...address(), null, null, null, null, 0],
  WSPListen: () => [NO_SOCKET, 1],
  WSPRecv: () => [NO_SOCKET, ...buffers(), ref(0), null, null, null],
  WSPRecvDisconnect: () => [NO_SOCKET, null],
  WSPRecvFrom: () => [NO_SOCKET, ...buffers(), ref(0), ...room(), null, null, null],
  WSPSelect: () => [0, fd_set(NO_SOCKET), null, null, { tv_sec: 0, tv_usec: 0 }],
  WSPSend: () => [NO_SOCKET, ...buffers(), 0, null, null, null],
  WSPSendDisconnect: () => [NO_SOCKET, null],
  WSPSendTo: () => [NO_SOCKET, ...buffers(), 0, ...address(), null, null, null],
  WSPSetSockOpt: () => [NO_SOCKET, SOL_SOCKET, SO_KEEPALIVE, DWORD(1), 4],
  WSPShutdown: () => [NO_SOCKET, SD_BOTH],
  WSPSocket: (entry) => [entry.iAddressFamily, entry.iSocketType, entry.iProtocol, entry, 0, 0],
  WSPStringToAddress: () => ["127.0.0.1:7", AF_INET, null, ...room()],
};

const address = () => [sockaddr_in("127.0.0.1", 7), SOCKADDR_IN_SIZE];
const room = () => [new Uint8Array(SOCKADDR_IN_SIZE), ref(SOCKADDR_IN_SIZE)];
/** Buffers, how many, and where the bytes that were transferred are counted. */
const buffers = () => [[newWSABUF(new Uint8Array(4))], 1, ref(0)];
