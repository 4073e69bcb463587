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

/** What the slots use: the imports of the DLL, and the upcalls of ws2. */
export interface World {
  readonly imports: ProviderImports;
  upcalls: WSPUPCALLTABLE;
  /** Whether a handle is a socket of this provider. */
  isSocket: (s: SOCKET) => boolean;
}

/** Makes some of the 30 slots. */
export type Slots = (world: World) => Partial<WSPPROC_TABLE>;

/** Makes a provider's module from the slots that are written. */
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

/** Fails a call: stores the code in `lpErrno`, and returns SOCKET_ERROR. */
export function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** Slots that return BOOL. */
const BOOL_SLOTS: readonly SlotName[] = ["WSPGetOverlappedResult", "WSPGetQOSByName"];

/** Slots whose first argument is not a socket. */
const SOCKETLESS: readonly SlotName[] = [
  ...(["WSPAddressToString", "WSPStringToAddress", "WSPSocket", "WSPSelect"] as const),
  ...(["WSPCancelBlockingCall", "WSPCleanup"] as const),
];

/** All 30 slots, each refusing with WSAEOPNOTSUPP; a handle that is not a socket is WSAENOTSOCK first. */
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
