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
 * What a provider claims beyond the plain socket calls. `ws2kit check` holds it to what it claims, and to refuse what
 * it does not claim. What its sockets are (families, types, urgent data, broadcast) stands in its catalog entries.
 */
export interface Supports {
  /** Overlapped operations: with an event, a completion routine and, where the system has them, a completion port. */
  readonly overlapped?: boolean;
  /** WSPEventSelect and WSPEnumNetworkEvents: network events are recorded and signalled. */
  readonly events?: boolean;
  /** Sockets of other machines can be reached; without it, those of this machine alone. */
  readonly otherHosts?: boolean;
  /** A socket can be duplicated for another process with WSPDuplicateSocket. */
  readonly sharing?: boolean;
  /** WSPJoinLeaf works, and the multipoint flags of WSPSocket do. */
  readonly multipoint?: boolean;
  /** Sockets can be made in socket groups. */
  readonly groups?: boolean;
  /** AcceptEx, ConnectEx and DisconnectEx, by SIO_GET_EXTENSION_FUNCTION_POINTER. */
  readonly extensions?: boolean;
  /**
   * The socket options that work, by name: `["SO_TYPE", "SO_RCVBUF"]`. Without it, every option of its kinds of socket.
   */
  readonly options?: readonly string[];
}

/** The one entry point of a provider's DLL. Fills `lpProcTable`; answers 0 or an error code. */
export type LPWSPSTARTUP = (
  wVersionRequested: number,
  lpWSPData: WSPDATA,
  lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW>,
  upcallTable: WSPUPCALLTABLE,
  lpProcTable: Partial<WSPPROC_TABLE>,
) => number;

/** A provider, as its module's default export makes it. */
export interface Provider {
  readonly ProviderId: GUID;
  /** The entries that an installer puts into the catalog, in this order. */
  readonly protocols: readonly WSAPROTOCOL_INFOW[];
  readonly supports: Supports;
  readonly WSPStartup: LPWSPSTARTUP;
}

/** The default export of a provider's module: what LoadLibrary runs, once a process. */
export type ProviderModule = (platform: Platform, imports: ProviderImports) => Provider;

/** Something that can become ready while a call waits for it. */
export interface Waitable {
  ready(): boolean;
}

/** Asks `watch` to tell of every look at the network as well. The stack never hears of it, and no wait ends for it. */
export const READY_LOOK = 0x100;

/** Told when a watched descriptor of the network stack becomes ready. `bits` are READY_*. */
export interface Watcher {
  stirred(bits: number): void;
}

/** A request that ReadFile or WriteFile hands to a file: one buffer, and where the outcome goes. */
export interface FileRequest {
  readonly handle: HANDLE;
  readonly buffer: WSABUF;
  readonly lpNumberOfBytes: Ref<number> | null;
  readonly lpOverlapped: WSAOVERLAPPED | null;
}

/** A file of an installable file system whose handle can be a socket. */
export interface FileObject {
  /** CloseHandle on the file: the driver lets go of it. */
  close(): void;
  /** ReadFile and WriteFile: 0, WSA_IO_PENDING or another code. */
  read?(request: FileRequest): number;
  write?(request: FileRequest): number;
  /** A call of WSAPoll begins (1) or ends (-1) to wait for POLL* `events`; POLLERR and POLLHUP it waits for unasked. */
  watch?(events: number, by: 1 | -1): void;
  /** The POLL* of `events` that hold on the socket, and POLLERR and POLLHUP unasked. */
  poll?(events: number): number;
  /**
   * What ws2 stores with the file rather than with one of its handles: its completion port. Files that stand for one
   * socket return one object, `{}` at first, and nobody but ws2 looks inside. A file without it has a port for each
   * handle.
   */
  readonly completion?: object;
  /** CancelIo: ends the operation of `lpOverlapped`, or with `null` all of this handle; how many there were. */
  cancel?(handle: HANDLE, lpOverlapped: WSAOVERLAPPED | null): number;
}

/**
 * Cancels the operation of `lpOverlapped` on a socket of the provider, or with `null` all operations that were started
 * on `s`. Returns how many were under way, each of which completes with WSA_OPERATION_ABORTED, in this call or later;
 * SOCKET_ERROR if `s` is closed.
 */
export type CancelOperations = (lpOverlapped: WSAOVERLAPPED | null, s: SOCKET) => number;

/**
 * Where an exception comes from, and where it ends, for a DLL that calls another one. What leaves a callback
 * (`runLater`, `watch`, WPUQueueApc) ws2 contains: it ends the calls that wait in this DLL with WSASYSCALLFAILURE, and
 * a watcher that throws is forgotten.
 */
export interface Exceptions {
  /**
   * Stores that `error`, which is being rethrown, comes from the DLL at `path`, in `what`. The first call for an
   * exception counts; without one, ws2 records the DLL that it called itself. Returns the exception.
   */
  from(error: unknown, path: string, what: string): unknown;
  /**
   * Whether this DLL must rethrow an exception: memory has run out, or it comes from another DLL or from the
   * application.
   */
  goesOn(error: unknown): boolean;
  /**
   * Records an exception that ends here, of `what` in the DLL at `path`, unless it is known to come from another one.
   * Rethrows that memory has run out, and what a completion routine of the application threw.
   */
  contain(error: unknown, path: string, what: string): void;
}

/** What a provider's DLL links to: ws2's own exports and the kernel's, as far as providers need them. */
export interface ProviderImports {
  /**
   * Reports the end of an overlapped operation to its port, or sets its event. WSAEINVAL: no WPU-made socket, no
   * structure, no count.
   */
  WPUCompleteOverlappedRequest(
    s: SOCKET,
    lpOverlapped: WSAOVERLAPPED,
    dwError: number,
    cbTransferred: number,
    lpErrno: LPINT,
  ): number;
  /** Every entry of the catalog, hidden and unchained ones too; `buffer` is filled from its start. */
  WSCEnumProtocols(
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
  WSCGetProviderPath(
    lpProviderId: GUID,
    lpszProviderDllPath: Ref<string>,
    lpProviderDllPathLen: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /** The provider in another DLL of the machine, loaded once a process; `null` if there is none at `path`. */
  LoadLibrary(path: string): Provider | null;

  /**
   * The one way to block: waits until `what.ready()`, at most `ms` milliseconds (-1: however long it takes). 0 when
   * it is ready, else WSAETIMEDOUT, WSAEINTR (cancelled), WSAEINPROGRESS (this thread waits already) or
   * WSAENETDOWN (nothing can ever end the wait).
   */
  wait(what: Waitable, ms: number): number;
  /** Ends the wait of the current thread with WSAEINTR; `false` if it does not wait. */
  cancelWait(): boolean;
  /** Has `watcher` told whenever `fd` is ready for `events` (READY_*, READY_LOOK); 0 for no longer. */
  watch(fd: number, events: number, watcher: Watcher): void;
  /** Ends watching a descriptor that is about to be closed. */
  forget(fd: number): void;
  /** Looks at the network once, without waiting, and tells the watchers. */
  look(): void;

  /** Makes a kernel file handle for an IFS provider; `WPUModifyIFSHandle` makes it a socket. -1: no handles left. */
  createFile(file: FileObject): HANDLE;
  /**
   * As WPUCompleteOverlappedRequest, for a file, which needs no open handle any more: `completion` is the file's,
   * `null` where it has never been asked for. `status` is the kernel's, of the NTSTATUS kind. `isImmediate`: the call
   * that asked for the operation has not returned.
   */
  completeFile(
    completion: object | null,
    lpOverlapped: WSAOVERLAPPED,
    status: number,
    cbTransferred: number,
    isImmediate?: boolean,
  ): void;
  /** The file behind a handle of this process, or `null`. */
  fileOf(handle: number): FileObject | null;
  /** Closes a file handle. The file's own `close` is not called: the driver asks for this itself. */
  closeFile(handle: number): void;

  /**
   * Registers what CancelIo and CancelIoEx call for a socket of WPUCreateSocketHandle; the last registration counts.
   * Without one these functions find no operation on the handle. Source: WPUCreateSocketHandle (desktop) (such handles
   * work as those of files).
   */
  onCancel(s: SOCKET, cancel: CancelOperations): void;
  /** CancelIoEx of the system, for the handle of a lower provider. Returns whether an operation was found. */
  CancelIoEx(hFile: number, lpOverlapped: WSAOVERLAPPED | null): boolean;
  /** Adds `bytes` to `machine.counters.bytesHeld`; a negative number when the DLL releases what it held. */
  hold(bytes: number): void;
  /** Runs the callbacks of providers that are due, without waiting; no completion routine of the application runs. */
  deliver(): void;

  /** A thread of the provider's own that always waits alertably: routines queued to it run in the next turn or wait. */
  worker(): WSATHREADID;
  /** Whether an overlapped operation that succeeds at once signals its event on this system. */
  readonly signalsImmediate: boolean;
  /** Whether WSAEventSelect clears what is recorded on this system; else it is reported once a mask has it. */
  readonly selectionClears: boolean;
  /**
   * Runs `callback` on a thread of the provider's own, never in this call: in the next turn or wait, or in the first
   * after `ms` milliseconds. The platform's clock is the only one.
   */
  runLater(callback: () => void, ms?: number): void;
  /** Whether a handle of this process is an event's. */
  isEvent(handle: number): boolean;
  /**
   * For a DLL that calls another one, as a layer does. What leaves a slot or a callback of any DLL, ws2 contains
   * itself.
   */
  readonly exceptions: Exceptions;
  /**
   * Has `release` called once when ws2 goes down in the process, or the process ends, after every WSPCleanup that is
   * called at all: what a kernel does with a driver's objects. `processId` names another process of the machine for
   * which the provider holds something, such as a duplicate that the process has not opened yet. Returns whether there
   * is such a process.
   */
  onTermination(release: () => void, processId?: number): boolean;

  /** State that all processes of a machine share under a name, made by its first caller. */
  shared<T>(name: string, make: () => T): T;
  /** Whether a process with this identifier runs on the machine. */
  hasProcess(processId: number): boolean;
  /** The identifier of the process that has loaded this module. */
  readonly processId: number;
  /** The path of this DLL. */
  readonly path: string;
}

/**
 * A row of `defineProvider`'s `protocols`: what it leaves out takes the value that almost every protocol has. One DLL
 * may serve several ProviderIds: a row that names its own keeps it.
 */
export type ProtocolRow = Partial<WSAPROTOCOL_INFOW> &
  Pick<WSAPROTOCOL_INFOW, "iAddressFamily" | "iSocketType" | "iProtocol" | "dwServiceFlags1" | "szProtocol">;

export interface ProviderDefinition {
  readonly ProviderId: GUID;
  readonly protocols: readonly ProtocolRow[];
  readonly supports?: Supports;
  readonly WSPStartup: LPWSPSTARTUP;
}

/**
 * Makes a provider of its definition: normal GUID, whole protocol infos (version 2, a base protocol's chain, the
 * family's address sizes, network byte order, PFL_MATCHES_PROTOCOL_ZERO).
 *
 * Throws a TypeError if `ProviderId` is no GUID, so that it shows where the provider is written.
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
 * The catalog entry for a row of a provider: a base protocol of version 2, in network byte order and without security
 * (both 0), with protocol 0 as a match, but for what `row` says.
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
