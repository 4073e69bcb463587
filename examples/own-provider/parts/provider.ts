import {
  defineProvider,
  type LPINT,
  MAKEWORD,
  type Platform,
  type Provider,
  type ProviderImports,
  type ProviderModule,
  SLOTS,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAVERNOTSUPPORTED,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { ProviderId, protocols, supports } from "./entries.js";

/** What slots need: what the DLL links to, and the upcalls of ws2. */
export interface World {
  readonly imports: ProviderImports;
  upcalls: WSPUPCALLTABLE;
  /** Whether a handle is a socket of this provider. */
  isSocket: (s: SOCKET) => boolean;
}

/** Some of the 30 slots, in a world of their own. */
export type Slots = (world: World) => Partial<WSPPROC_TABLE>;

/** Makes a provider's module of the slots that are written. */
export function providerOf(...parts: readonly Slots[]): ProviderModule {
  return (_platform: Platform, imports: ProviderImports): Provider => {
    const world: World = { imports, upcalls: {} as WSPUPCALLTABLE, isSocket: () => false };
    const slots = parts.map((part) => part(world));
    return defineProvider({
      ProviderId,
      protocols,
      supports,
      WSPStartup(wVersionRequested, data, _info, upcalls, table) {
        if (wVersionRequested < MAKEWORD(2, 2) && (wVersionRequested & 0xff) < 2) return WSAVERNOTSUPPORTED;
        world.upcalls = upcalls;
        data.wVersion = MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        Object.assign(table, refusing(world), ...slots);
        return 0;
      },
    });
  };
}

/** Fails a call: the code goes where `lpErrno` points. */
export function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** Slots that answer BOOL. */
const BOOL_SLOTS: readonly SlotName[] = ["WSPGetOverlappedResult", "WSPGetQOSByName"];

/** Slots whose first argument is no socket. */
const SOCKETLESS: readonly SlotName[] = [
  ...(["WSPAddressToString", "WSPStringToAddress", "WSPSocket", "WSPSelect"] as const),
  ...(["WSPCancelBlockingCall", "WSPCleanup"] as const),
];

/** All 30 slots, none of them written: a handle that is no socket is found out before anything else. */
function refusing(world: World): Partial<WSPPROC_TABLE> {
  return Object.fromEntries(
    SLOTS.map((slot) => [
      slot,
      (...args: unknown[]) => {
        const isSocket = SOCKETLESS.includes(slot) || world.isSocket(args[0] as SOCKET);
        setErrno(args[args.length - 1] as LPINT, isSocket ? WSAEOPNOTSUPP : WSAENOTSOCK);
        return BOOL_SLOTS.includes(slot) ? false : SOCKET_ERROR;
      },
    ]),
  );
}
