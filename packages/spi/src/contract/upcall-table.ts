import type { fd_set } from "../bytes/fd-set.js";
import type { GUID } from "../bytes/guid.js";
import type { HANDLE, SOCKET, WSAEVENT } from "../bytes/handle.js";
import type { Ref } from "../bytes/ref.js";
import type { WSATHREADID } from "../bytes/structures.js";
import type { LPINT } from "./procedure-table.js";

/** A 1.1 caller's blocking hook as a provider sees it: `true` to go on waiting, `false` when cancelled. */
export type LPBLOCKINGCALLBACK = (dwContext: unknown) => boolean;

/**
 * The 15 functions that ws2 gives a provider at WSPStartup, by value. WPUCompleteOverlappedRequest is not among
 * them: a provider links to it (`ProviderImports`). On Windows CE only some work; the others answer WSAEOPNOTSUPP.
 *
 * Source: reference §2.1 (order, parameters, codes), §2.2 (Windows CE).
 */
export interface WSPUPCALLTABLE {
  WPUCloseEvent(hEvent: WSAEVENT, lpErrno: LPINT): boolean;
  WPUCloseSocketHandle(s: SOCKET, lpErrno: LPINT): number;
  WPUCreateEvent(lpErrno: LPINT): WSAEVENT;
  /** Makes the handle of a socket that is no file; `dwContext` comes back from WPUQuerySocketHandleContext. */
  WPUCreateSocketHandle(dwCatalogEntryId: number, dwContext: unknown, lpErrno: LPINT): SOCKET;
  WPUFDIsSet(s: SOCKET, fdset: fd_set): number;
  WPUGetProviderPath(
    lpProviderId: GUID,
    lpszProviderDllPath: Ref<string>,
    lpProviderDllPathLen: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /** Makes a file handle a socket of the provider's: the handle to hand out, here always the one proposed. */
  WPUModifyIFSHandle(dwCatalogEntryId: number, ProposedHandle: HANDLE, lpErrno: LPINT): SOCKET;
  WPUPostMessage(hWnd: unknown, Msg: number, wParam: unknown, lParam: unknown): boolean;
  WPUQueryBlockingCallback(
    dwCatalogEntryId: number,
    lplpfnCallback: Ref<LPBLOCKINGCALLBACK | null>,
    lpdwContext: Ref<unknown>,
    lpErrno: LPINT,
  ): number;
  WPUQuerySocketHandleContext(s: SOCKET, lpContext: Ref<unknown>, lpErrno: LPINT): number;
  WPUQueueApc(
    lpThreadId: WSATHREADID,
    lpfnUserApc: (dwContext: unknown) => void,
    dwContext: unknown,
    lpErrno: LPINT,
  ): number;
  WPUResetEvent(hEvent: WSAEVENT, lpErrno: LPINT): boolean;
  WPUSetEvent(hEvent: WSAEVENT, lpErrno: LPINT): boolean;
  WPUOpenCurrentThread(lpThreadId: WSATHREADID, lpErrno: LPINT): number;
  WPUCloseThread(lpThreadId: WSATHREADID, lpErrno: LPINT): number;
}

export type UpcallName = keyof WSPUPCALLTABLE;

/** The upcalls in their order in memory. */
export const UPCALLS: readonly UpcallName[] = [
  "WPUCloseEvent",
  "WPUCloseSocketHandle",
  "WPUCreateEvent",
  "WPUCreateSocketHandle",
  "WPUFDIsSet",
  "WPUGetProviderPath",
  "WPUModifyIFSHandle",
  "WPUPostMessage",
  "WPUQueryBlockingCallback",
  "WPUQuerySocketHandleContext",
  "WPUQueueApc",
  "WPUResetEvent",
  "WPUSetEvent",
  "WPUOpenCurrentThread",
  "WPUCloseThread",
];
