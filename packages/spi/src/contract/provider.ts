import { type GUID, normalGuid } from "../bytes/guid.js";
import type { HANDLE, SOCKET } from "../bytes/handle.js";
import { BASE_PROTOCOL, newWSAPROTOCOL_INFOW, type WSAPROTOCOL_INFOW } from "../bytes/protocol-info.js";
import type { Ref } from "../bytes/ref.js";
import { sockaddrSize } from "../bytes/sockaddr.js";
import type { WSPDATA } from "../bytes/startup-data.js";
import type { WSABUF, WSAOVERLAPPED, WSATHREADID } from "../bytes/structures.js";
import { PFL_MATCHES_PROTOCOL_ZERO } from "../numbers/flags.js";
import type { Platform } from "./platform.js";
import type { LPINT, WSPPROC_TABLE } from "./procedure-table.js";
import type { WSPUPCALLTABLE } from "./upcall-table.js";

/**
 * What a provider supports besides the plain socket calls. `ws2kit check` tests that the declared features work and
 * that the others are refused. The catalog entries declare families, types, urgent data and broadcast.
 */
export interface Supports {
  /** Overlapped operations: with an event, a completion routine and, where the system has them, a completion port. */
  readonly overlapped?: boolean;
  /** WSPEventSelect and WSPEnumNetworkEvents: network events are recorded and signalled. */
  readonly events?: boolean;
  /** Sockets can reach other machines. If it is absent, they reach only sockets of this machine. */
  readonly otherHosts?: boolean;
  /** A socket can be duplicated for another process with WSPDuplicateSocket. */
  readonly sharing?: boolean;
  /** WSPJoinLeaf and the multipoint flags of WSPSocket. */
  readonly multipoint?: boolean;
  /** Sockets can be made in socket groups. */
  readonly groups?: boolean;
  /** AcceptEx, ConnectEx and DisconnectEx, by SIO_GET_EXTENSION_FUNCTION_POINTER. */
  readonly extensions?: boolean;
  /** WSPAsyncSelect: network events are posted to a window as messages, on systems that have windows. */
  readonly messages?: boolean;
  /**
   * The socket options that are supported, by name: `["SO_TYPE", "SO_RCVBUF"]`. Without a list, every option of the
   * provider's kinds of socket.
   */
  readonly options?: readonly string[];
}

/**
 * The only export of a provider's DLL. It starts the provider, or counts one more user if it is started already.
 *
 * @param wVersionRequested the highest version that ws2 supports; the low byte is the major version
 * @param lpWSPData receives the provider's version and description
 * @param lpProtocolInfo the catalog entry that caused the loading; for a layer, the chain's
 * @param upcallTable the functions that the provider may call
 * @param lpProcTable receives the 30 slots
 * @returns 0, or WSASYSNOTREADY, WSAVERNOTSUPPORTED, WSAEINPROGRESS, WSAEPROCLIM, WSAEFAULT
 */
export type LPWSPSTARTUP = (
  wVersionRequested: number,
  lpWSPData: WSPDATA,
  lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW>,
  upcallTable: WSPUPCALLTABLE,
  lpProcTable: Partial<WSPPROC_TABLE>,
) => number;

/** A provider. The default export of its module makes it. */
export interface Provider {
  /** The GUID of all its entries. */
  readonly ProviderId: GUID;
  /** The entries that an installer puts into the catalog, in this order. */
  readonly protocols: readonly WSAPROTOCOL_INFOW[];
  /** What it supports besides the plain socket calls. */
  readonly supports: Supports;
  /** Starts the provider. */
  readonly WSPStartup: LPWSPSTARTUP;
}

/** The default export of a provider's module. LoadLibrary calls it once for each process. */
export type ProviderModule = (platform: Platform, imports: ProviderImports) => Provider;

/** A condition that a call waits for. */
export interface Waitable {
  /** Returns whether the condition holds. `wait` calls it after each event that may have changed it. */
  ready(): boolean;
}

/**
 * For `watch`: also notifies the watcher at every `look`, whether the descriptor is ready or not. This bit is not
 * passed to the stack, and does not end a wait.
 */
export const READY_LOOK = 0x100;

/** An object that is notified when a watched descriptor of the network stack becomes ready. */
export interface Watcher {
  /** Reports what is ready: `bits` are READY_*. */
  notify(bits: number): void;
}

/** A request of ReadFile or WriteFile to a file. */
export interface FileRequest {
  /** The handle that the application called with. */
  readonly handle: HANDLE;
  /** The buffer. */
  readonly buffer: WSABUF;
  /** Receives the number of bytes of a call that ends at once. */
  readonly lpNumberOfBytes: Ref<number> | null;
  /** The structure of an overlapped call, or null. */
  readonly lpOverlapped: WSAOVERLAPPED | null;
}

/**
 * What a file handle of a process refers to: a socket of a provider whose handles are file handles (IFS), or a file
 * with bytes.
 */
export interface FileObject {
  /** The size of a file in bytes; absent on a socket. */
  readonly size?: number;
  /** CloseHandle on the file: the driver releases its socket. */
  close(): void;
  /** CloseHandle was called for the socket's handle, instead of closesocket. The socket may still be open. */
  handleClosed?(): void;
  /** ReadFile: returns 0, WSA_IO_PENDING or another code. */
  read?(request: FileRequest): number;
  /** WriteFile: returns 0, WSA_IO_PENDING or another code. */
  write?(request: FileRequest): number;
  /**
   * Begins (`by` 1) or ends (-1) a wait of WSAPoll for POLL* `events`; it always waits for POLLERR and POLLHUP too.
   */
  watch?(events: number, by: 1 | -1): void;
  /** Returns the POLL* of `events` that hold on the socket. POLLERR and POLLHUP are always reported. */
  poll?(events: number): number;
  /**
   * An object in which ws2 stores the completion port of the socket. Every file of one socket returns the same object,
   * `{}` at first, so that all its handles share the port. Only ws2 uses its members. If it is absent, handles do not
   * share a port.
   */
  readonly completion?: object;
  /**
   * CancelIo: cancels the operation of `lpOverlapped`, or all operations of `handle` if that is null. Returns how many
   * there were.
   */
  cancel?(handle: HANDLE, lpOverlapped: WSAOVERLAPPED | null): number;
}

/**
 * Cancels the operation of `lpOverlapped` on a socket of the provider, or all operations that were started on `s` if
 * that is `null`. Each completes with WSA_OPERATION_ABORTED, in this call or later. Returns how many were under way;
 * SOCKET_ERROR if `s` is closed.
 */
export type CancelOperations = (lpOverlapped: WSAOVERLAPPED | null, s: SOCKET) => number;

/**
 * Exceptions that pass through a DLL when it calls another DLL. When a callback (`runLater`, `watch`, WPUQueueApc)
 * throws, ws2 ends the calls that wait in this DLL with WSASYSCALLFAILURE, and removes a watcher that threw.
 */
export interface Exceptions {
  /**
   * Records which DLL threw `error`, for an exception that is being rethrown: the DLL at `path`, in function `what`.
   * Only the first record of an exception counts; without one, ws2 blames the DLL that it called. Returns `error`.
   */
  from(error: unknown, path: string, what: string): unknown;
  /**
   * Whether this DLL must rethrow `error`: memory has run out, or the exception comes from another DLL or the
   * application.
   */
  goesOn(error: unknown): boolean;
  /**
   * Catches `error` and logs it as thrown by the function `what` of the DLL at `path`, unless another DLL is recorded
   * for it. Rethrows instead if memory has run out, or if a completion routine of the application threw.
   */
  contain(error: unknown, path: string, what: string): void;
}

/** The functions that a provider's DLL may call besides the upcalls: exports of ws2 and of the kernel. */
export interface ProviderImports {
  /**
   * Reports the end of an overlapped operation: to the socket's completion port, or to the structure's event.
   *
   * @param s the socket, a handle of WPUCreateSocketHandle
   * @param lpOverlapped the structure that the operation was started with
   * @param dwError 0 or the operation's code
   * @param cbTransferred the number of bytes
   * @returns 0, or SOCKET_ERROR with WSAEINVAL
   */
  WPUCompleteOverlappedRequest(
    s: SOCKET,
    lpOverlapped: WSAOVERLAPPED,
    dwError: number,
    cbTransferred: number,
    lpErrno: LPINT,
  ): number;
  /**
   * Returns every entry of the catalog, including hidden entries and layers.
   *
   * @param lpiProtocols the iProtocol values to list, with 0 at the end; null for all
   * @param lpProtocolBuffer receives the entries from its start; null asks for the size
   * @param lpdwBufferLength holds the length of the buffer in bytes, 628 for each entry, and receives the length needed
   * @returns the number of entries, or SOCKET_ERROR with WSAENOBUFS, WSAEFAULT
   */
  WSCEnumProtocols(
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /**
   * Returns the path of a provider's DLL.
   *
   * @param lpProviderId the provider's GUID
   * @param lpszProviderDllPath receives the path
   * @param lpProviderDllPathLen holds the length of the buffer in UTF-16 units, terminator included, and receives the
   * length of the path
   * @returns 0, or SOCKET_ERROR with WSAEINVAL, WSAEFAULT
   */
  WSCGetProviderPath(
    lpProviderId: GUID,
    lpszProviderDllPath: Ref<string>,
    lpProviderDllPathLen: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /** Loads the provider's DLL at `path`, once for each process. Returns null if no DLL is at that path. */
  LoadLibrary(path: string): Provider | null;

  /**
   * Blocks until `what.ready()` returns true, at most `ms` milliseconds (-1 for no limit). This is the only way for a
   * provider to block. Returns 0, WSAETIMEDOUT, WSAEINTR (cancelled), WSAEINPROGRESS (this thread is waiting already),
   * WSAENETDOWN (nothing can ever end the wait), or WSASYSCALLFAILURE (a callback of this DLL threw).
   */
  wait(what: Waitable, ms: number): number;
  /** Ends the wait of the current thread in this DLL with WSAEINTR. Returns `false` if it does not wait in this DLL. */
  cancelWait(): boolean;
  /** Notifies `watcher` when `fd` is ready for `events` (READY_*, READY_LOOK). Events of 0 end the watch. */
  watch(fd: number, events: number, watcher: Watcher): void;
  /** Ends the watch of `fd`, which is about to be closed. */
  forget(fd: number): void;
  /**
   * Polls the network once, without waiting, and notifies the watchers; with `fd`, the watcher of that descriptor
   * alone. The others are notified in the next turn or wait.
   */
  look(fd?: number): void;

  /** Creates a handle for `file` of an IFS provider, for WPUModifyIFSHandle. Returns -1 if no handle is left. */
  createFile(file: FileObject): HANDLE;
  /**
   * Reports the end of an overlapped operation of a file. The file's handles may be closed already.
   *
   * @param completion the file's `completion`; null if ws2 has not used it
   * @param lpOverlapped the structure that the operation was started with
   * @param status 0 or the kernel's code, an NTSTATUS
   * @param cbTransferred the number of bytes
   * @param isImmediate whether the call that started the operation has not returned yet
   */
  completeFile(
    completion: object | null,
    lpOverlapped: WSAOVERLAPPED,
    status: number,
    cbTransferred: number,
    isImmediate?: boolean,
  ): void;
  /** Returns the file of a handle of this process, or null. */
  fileOf(handle: number): FileObject | null;
  /** Closes a file handle, for the file's driver. It does not call the file's `close`. */
  closeFile(handle: number): void;

  /**
   * Registers the function that CancelIo and CancelIoEx call for `s`, a handle of WPUCreateSocketHandle. A second call
   * replaces it. Without such a function, they find no operation on the handle. Before a layer closes a socket with
   * operations under way, it calls this again, so that they still report to the socket's port. Source: design rulings.
   */
  onCancel(s: SOCKET, cancel: CancelOperations): void;
  /**
   * Calls CancelIoEx of the system for a handle of the provider below. If `lpOverlapped` is null, it cancels all
   * operations. Returns whether it found an operation.
   */
  CancelIoEx(hFile: number, lpOverlapped: WSAOVERLAPPED | null): boolean;
  /** Adds `bytes` to `machine.counters.bytesHeld`; negative when the DLL releases bytes that it held. */
  hold(bytes: number): void;
  /** Runs the providers' callbacks that are due, without waiting. No completion routine of the application runs. */
  deliver(): void;

  /**
   * Returns a thread of the provider that always waits alertably: an APC queued to it runs in the next turn or wait.
   */
  worker(): WSATHREADID;
  /** Whether an overlapped operation that succeeds at once signals its event on this system. */
  readonly signalsImmediate: boolean;
  /**
   * Whether a call of WSAEventSelect clears the events recorded before it, on this system. If it does not, a recorded
   * event is reported as soon as a later mask includes it.
   */
  readonly selectionClears: boolean;
  /**
   * Runs `callback` on a thread of the provider, after this call: in the next turn or wait, or in the first one after
   * `ms` milliseconds of the platform's clock.
   */
  runLater(callback: () => void, ms?: number): void;
  /** Whether `handle` is an event of this process. */
  isEvent(handle: number): boolean;
  /** Whether a handle of this process is a window's. */
  isWindow(handle: number): boolean;
  /**
   * Makes a window whose messages are passed to `procedure`, on a thread of the provider. A layer uses it to post the
   * messages of the provider below with its own handles. Returns 0 if no handle is left. `closeWindow`, or the end of
   * the process, ends the window.
   */
  createWindow(procedure: (Msg: number, wParam: unknown, lParam: unknown) => void): number;
  /** Ends a window that `createWindow` made: no more messages come to its procedure. */
  closeWindow(window: number): void;
  /**
   * Records where exceptions come from, for a DLL that calls another DLL, as a layer does. ws2 catches exceptions that
   * leave a slot or a callback.
   */
  readonly exceptions: Exceptions;
  /**
   * Calls `release` once, when ws2 stops in the process or the process ends, after any WSPCleanup. A crash runs it too,
   * as a kernel releases a driver's objects.
   *
   * @param processId another process, for which the provider holds something: a duplicate that is not open yet
   * @returns whether the process exists
   */
  onTermination(release: () => void, processId?: number): boolean;

  /** Returns the state that all processes of the machine share under `name`; the first caller makes it. */
  shared<T>(name: string, make: () => T): T;
  /** Whether a process with that identifier runs on the machine. */
  hasProcess(processId: number): boolean;
  /** The identifier of the process that loaded this module. */
  readonly processId: number;
  /** The path of this DLL. */
  readonly path: string;
}

/**
 * A row of `defineProvider`'s `protocols`. An absent field gets the common value. A row may contain a ProviderId of its
 * own, as one DLL may serve several.
 */
export type ProtocolRow = Partial<WSAPROTOCOL_INFOW> &
  Pick<WSAPROTOCOL_INFOW, "iAddressFamily" | "iSocketType" | "iProtocol" | "dwServiceFlags1" | "szProtocol">;

/** The argument of `defineProvider`. */
export interface ProviderDefinition {
  /** The GUID of the entries, in any notation. */
  readonly ProviderId: GUID;
  /** A row for each catalog entry. */
  readonly protocols: readonly ProtocolRow[];
  /** What it supports besides the plain socket calls; nothing by default. */
  readonly supports?: Supports;
  /** Starts the provider. */
  readonly WSPStartup: LPWSPSTARTUP;
}

/**
 * Makes a provider from its definition: normalizes the GUID and completes the entries (version 2, a base
 * protocol's chain, the family's address sizes, network byte order, PFL_MATCHES_PROTOCOL_ZERO).
 *
 * Throws a TypeError if `ProviderId` is not a GUID, as that is a mistake in the provider's source.
 */
export function defineProvider(definition: ProviderDefinition): Provider {
  const ProviderId = normalGuid(definition.ProviderId);
  if (ProviderId === null) throw new TypeError(`defineProvider: ProviderId "${definition.ProviderId}" is no GUID`);
  return {
    ProviderId,
    protocols: definition.protocols.map((row) => protocolInfo(ProviderId, row)),
    supports: definition.supports ?? {},
    WSPStartup: definition.WSPStartup,
  };
}

/**
 * Completes a row to a catalog entry. Fields that are absent in `row` get the values of a base protocol of version 2,
 * in network byte order, without security, that matches protocol 0.
 */
export function protocolInfo(ProviderId: GUID, row: ProtocolRow): WSAPROTOCOL_INFOW {
  const info = /* @__NOINLINE__ */ newWSAPROTOCOL_INFOW();
  info.dwProviderFlags = PFL_MATCHES_PROTOCOL_ZERO;
  info.ProviderId = ProviderId;
  info.ProtocolChain.ChainLen = BASE_PROTOCOL;
  info.iVersion = 2;
  info.iMaxSockAddr = info.iMinSockAddr = sockaddrSize(row.iAddressFamily);
  return Object.assign(info, row);
}
