import type { fd_set } from "../bytes/fd-set.js";
import type { GUID } from "../bytes/guid.js";
import type { HANDLE, SOCKET, WSAEVENT } from "../bytes/handle.js";
import type { Ref } from "../bytes/ref.js";
import type { WSATHREADID } from "../bytes/structures.js";
import type { LPINT } from "./procedure-table.js";

/** The blocking hook of a caller of version 1.1: returns `true` to go on waiting, `false` if the call was cancelled. */
export type LPBLOCKINGCALLBACK = (dwContext: unknown) => boolean;

/**
 * The 15 functions that ws2 passes to a provider at WSPStartup, by value. WPUCompleteOverlappedRequest is not one of
 * them: a provider links to it (`ProviderImports`). On Windows CE some of them fail with WSAEOPNOTSUPP.
 *
 * Source: reference §2.1 (order, parameters, codes), §2.2 (Windows CE).
 */
export interface WSPUPCALLTABLE {
  /**
   * Closes an event that the provider created.
   *
   * Source: reference §2.1 slot 0.
   *
   * @param hEvent the event
   * @returns `true`, or `false` with WSA_INVALID_HANDLE
   */
  WPUCloseEvent(hEvent: WSAEVENT, lpErrno: LPINT): boolean;
  /**
   * Removes a handle that WPUCreateSocketHandle created. A provider calls this in its WSPCloseSocket.
   *
   * Source: reference §2.1 slot 1.
   *
   * @param s the handle
   * @returns 0, or SOCKET_ERROR with WSAENOTSOCK
   */
  WPUCloseSocketHandle(s: SOCKET, lpErrno: LPINT): number;
  /**
   * Creates an event: manual-reset, not signalled.
   *
   * Source: reference §2.1 slot 2.
   *
   * @returns the event, or WSA_INVALID_EVENT
   */
  WPUCreateEvent(lpErrno: LPINT): WSAEVENT;
  /**
   * Creates a handle for a socket that is not a file of the system.
   *
   * Source: reference §2.1 slot 3.
   *
   * @param dwCatalogEntryId the entry of the calling provider
   * @param dwContext any value; WPUQuerySocketHandleContext returns it
   * @returns the socket, or INVALID_SOCKET with WSAENOBUFS
   */
  WPUCreateSocketHandle(dwCatalogEntryId: number, dwContext: unknown, lpErrno: LPINT): SOCKET;
  /**
   * Returns whether a socket is in a set.
   *
   * Source: reference §2.1 slot 4.
   *
   * @param s the socket
   * @param fdset the set
   * @returns 1 or 0
   */
  WPUFDIsSet(s: SOCKET, fdset: fd_set): number;
  /**
   * Returns the path of a provider's DLL, as WSCGetProviderPath does.
   *
   * Source: reference §2.1 slot 5.
   *
   * @param lpProviderId the provider's GUID
   * @param lpszProviderDllPath receives the path
   * @param lpProviderDllPathLen holds the length of the buffer in UTF-16 units, terminator included, and receives the
   * length of the path
   * @returns 0, or SOCKET_ERROR with WSAEINVAL or WSAEFAULT
   */
  WPUGetProviderPath(
    lpProviderId: GUID,
    lpszProviderDllPath: Ref<string>,
    lpProviderDllPathLen: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /**
   * Turns the handle of a file into the handle of a socket. Returns the handle for the application, here always the
   * proposed handle.
   *
   * Source: reference §2.1 slot 6.
   *
   * @param dwCatalogEntryId the entry of the calling provider
   * @param ProposedHandle the file's handle
   * @returns the socket, or INVALID_SOCKET with WSAEINVAL
   */
  WPUModifyIFSHandle(dwCatalogEntryId: number, ProposedHandle: HANDLE, lpErrno: LPINT): SOCKET;
  /**
   * Posts a message to a window. It fails on systems without windows.
   *
   * Source: reference §2.1 slot 7.
   *
   * @param hWnd the window
   * @param Msg the message
   * @param wParam its first value
   * @param lParam its second value
   * @returns `true` or `false`
   */
  WPUPostMessage(hWnd: unknown, Msg: number, wParam: unknown, lParam: unknown): boolean;
  /**
   * Returns the blocking hook of the calling thread.
   *
   * Source: reference §2.1 slot 8.
   *
   * @param dwCatalogEntryId the entry of the calling provider
   * @param lplpfnCallback receives the hook; null if the thread has no hook
   * @param lpdwContext receives the value to pass to it
   * @returns 0, or SOCKET_ERROR with WSAEFAULT or WSAEINVAL
   */
  WPUQueryBlockingCallback(
    dwCatalogEntryId: number,
    lplpfnCallback: Ref<LPBLOCKINGCALLBACK | null>,
    lpdwContext: Ref<unknown>,
    lpErrno: LPINT,
  ): number;
  /**
   * Returns the context of a socket that WPUCreateSocketHandle created.
   *
   * Source: reference §2.1 slot 9.
   *
   * @param s the socket
   * @param lpContext receives the `dwContext` of WPUCreateSocketHandle
   * @returns 0, or SOCKET_ERROR with WSAENOTSOCK
   */
  WPUQuerySocketHandleContext(s: SOCKET, lpContext: Ref<unknown>, lpErrno: LPINT): number;
  /**
   * Queues a call of a function on a thread. It runs when that thread is in an alertable wait.
   *
   * Source: reference §2.1 slot 10.
   *
   * @param lpThreadId the thread, from a slot such as WSPRecv or from WPUOpenCurrentThread
   * @param lpfnUserApc the function
   * @param dwContext any value, passed to it
   * @returns 0, or SOCKET_ERROR with WSAEFAULT; WSAEOPNOTSUPP on Windows CE
   */
  WPUQueueApc(
    lpThreadId: WSATHREADID,
    lpfnUserApc: (dwContext: unknown) => void,
    dwContext: unknown,
    lpErrno: LPINT,
  ): number;
  /**
   * Resets an event: it is not signalled any more.
   *
   * Source: reference §2.1 slot 11.
   *
   * @param hEvent the event
   * @returns `true`, or `false` with WSA_INVALID_HANDLE
   */
  WPUResetEvent(hEvent: WSAEVENT, lpErrno: LPINT): boolean;
  /**
   * Signals an event.
   *
   * Source: reference §2.1 slot 12.
   *
   * @param hEvent the event
   * @returns `true`, or `false` with WSA_INVALID_HANDLE
   */
  WPUSetEvent(hEvent: WSAEVENT, lpErrno: LPINT): boolean;
  /**
   * Returns the current thread, for a provider that starts overlapped operations itself. WPUCloseThread releases it.
   *
   * Source: reference §2.1 slot 13.
   *
   * @param lpThreadId receives the thread
   * @returns 0, or SOCKET_ERROR with WSANOTINITIALISED
   */
  WPUOpenCurrentThread(lpThreadId: WSATHREADID, lpErrno: LPINT): number;
  /**
   * Releases a thread that WPUOpenCurrentThread returned.
   *
   * Source: reference §2.1 slot 14.
   *
   * @param lpThreadId the thread
   * @returns 0, or SOCKET_ERROR
   */
  WPUCloseThread(lpThreadId: WSATHREADID, lpErrno: LPINT): number;
}

/** The name of an upcall. */
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
