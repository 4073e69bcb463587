import { RoutineTurns } from "@ws2kit/core";
import {
  type CancelOperations,
  type HANDLE,
  type LPINT,
  type Platform,
  type ProviderImports,
  ref,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAEMFILE,
  WSAENOBUFS,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  type WSAPROTOCOL_INFOW,
  WSASYSCALLFAILURE,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { LayerSocket } from "./layer-socket.js";
import type { Link, Links } from "./link.js";
import type { LayerOperation } from "./operation.js";
import { PassedHandles } from "./passed-handles.js";

/** Functions that the kit calls when something has happened. They cannot change the outcome. */
export interface Observers {
  /** A socket has been created. Its handle is returned to the caller after this. */
  opened?(socket: LayerSocket): void;
  /** The provider below has accepted `bytes` bytes of a plain or an overlapped send. */
  sent?(socket: LayerSocket, bytes: number): void;
  /** `bytes` bytes have been received, by a plain or an overlapped call. */
  received?(socket: LayerSocket, bytes: number): void;
  /** An overlapped operation has ended with `code` and `bytes`; its end is reported to the caller afterwards. */
  ended?(socket: LayerSocket, overlapped: WSAOVERLAPPED, code: number, bytes: number): void;
  /** A socket is closed and its last operation has ended. */
  closed?(socket: LayerSocket): void;
  /** The last WSPCleanup has run. Sockets that were open do not exist any more, and `closed` is not called for them. */
  cleanedUp?(): void;
}

/** Stands for "no socket". Its handle is NaN, which equals no handle. */
const NOBODY = /* @__PURE__ */ unused();

/** Makes a socket without handles and without a provider below it. */
function unused(): LayerSocket {
  return new LayerSocket(Number.NaN as SOCKET, null as never);
}

/** A layer in one process: its sockets, and the provider below it in each of its chains. */
export class Layer {
  /** The slots that forward to the provider below. The author's slots call them to forward a call. */
  readonly pass = {} as WSPPROC_TABLE;
  /** The slots that ws2 calls: the author's, and those of `pass` for all others. */
  readonly slots = {} as WSPPROC_TABLE;
  /** The observers that `attach` returned. */
  readonly observers: Observers = {};
  /** The number of WSPStartup calls without a WSPCleanup. */
  startups = 0;
  /** Overlapped operations of callers above that have not ended. */
  readonly underWay: LayerOperation[] = [];
  /** How many of `underWay` succeeded before their call returned, and have not been reported yet. */
  unreported = 0;
  /** Runs the completion routines of a socket one after the other, never nested. */
  readonly routines = new RoutineTurns();
  readonly #context = ref<unknown>(null);
  /** The sockets that use the handle of the provider below; null for a layer that creates all its handles. */
  readonly #passed: PassedHandles | null;
  readonly #cancel: CancelOperations = (lpOverlapped, s) => {
    const socket = this.find(s, this.ignored);
    if (socket === null) return SOCKET_ERROR;
    let count = socket.stream?.operations.cancel(lpOverlapped) ?? 0;
    // a copy, because cancelling removes operations from the list
    for (const operation of [...this.underWay]) if (operation.cancel(socket, lpOverlapped)) count++;
    return count;
  };
  /** The socket of the last call, unless it is closing. */
  last: LayerSocket = NOBODY;
  /** The `lpErrno` of calls whose code is not needed. */
  readonly ignored: LPINT = ref(0);

  constructor(
    /** The clock, randomness and log of the machine. */
    readonly platform: Platform,
    /** The functions that the layer's DLL may call. */
    readonly imports: ProviderImports,
    /** The upcalls to use: the table that the last WSPStartup received. */
    public upcalls: WSPUPCALLTABLE,
    /** The providers below, by chain. */
    readonly links: Links,
    passesHandles: boolean,
  ) {
    this.#passed = passesHandles ? new PassedHandles() : null;
  }

  /** Whether sockets of the layer use the handles of the provider below, if those are file handles. */
  get passesHandles(): boolean {
    return this.#passed !== null;
  }

  /** Stores the upcalls of the last WSPStartup. */
  useUpcalls(upcalls: WSPUPCALLTABLE): void {
    this.upcalls = upcalls;
    this.links.upcalls = upcalls;
  }

  /**
   * Reserves a handle before a call below that cannot be undone, such as accepting a connection. `find` does not find
   * the handle until `wrapAnswer` assigns a socket to it. Returns null with WSAEMFILE if no handle is left.
   */
  reserve(below: Link, lpErrno: LPINT): LayerSocket | null {
    const socket = unused();
    socket.upper = this.#createHandle(socket, below, lpErrno);
    return socket.upper === SOCKET_ERROR ? null : socket;
  }

  /** Closes a reserved handle to which no socket was assigned. */
  unreserve(socket: LayerSocket): void {
    if (socket.below === null) this.upcalls.WPUCloseSocketHandle(socket.upper, this.ignored);
  }

  /**
   * Returns this layer's handle for `lower`, the result of a slot below: the reserved handle if there is one, or a new
   * handle. INVALID_SOCKET is returned unchanged. Any other value that is not a socket is a fault of the provider
   * below: the call fails with WSASYSCALLFAILURE.
   */
  wrapAnswer(lower: SOCKET, below: Link, slot: SlotName, lpErrno: LPINT, reserved?: LayerSocket | null): SOCKET {
    if (lower === SOCKET_ERROR) return lower;
    const { upcalls, ignored } = this;
    const isSocket = upcalls.WPUQuerySocketHandleContext(lower, this.#context, ignored) === 0;
    if (isSocket || this.imports.fileOf(lower) !== null) return this.wrap(lower, below, lpErrno, reserved);
    this.platform.log({
      code: "provider-stray-socket",
      args: [below.path, slot, typeof lower === "number" ? lower : typeof lower],
    });
    setErrno(lpErrno, WSASYSCALLFAILURE);
    return SOCKET_ERROR as SOCKET;
  }

  /**
   * Creates this layer's handle for a socket of the provider below. If no handle is left, closes that socket and
   * returns INVALID_SOCKET with a code.
   */
  wrap(lower: SOCKET, below: Link, lpErrno: LPINT, reserved?: LayerSocket | null): SOCKET {
    const socket = reserved ?? unused();
    socket.lower = lower;
    socket.below = below;
    const upper = reserved ? socket.upper : this.#handleOver(socket, lpErrno);
    if (upper === SOCKET_ERROR) {
      below.slots.WSPCloseSocket(lower, this.ignored);
      return upper;
    }
    socket.upper = upper;
    if (upper === lower) (this.#passed as PassedHandles).add(socket);
    try {
      this.observers.opened?.(socket);
    } catch (error) {
      // Close the socket: its handle is not returned.
      this.pass.WSPCloseSocket(upper, this.ignored);
      throw error;
    }
    return upper;
  }

  /** Returns the socket of a handle of this layer, or null with WSAENOTSOCK. */
  find(s: SOCKET, lpErrno: LPINT): LayerSocket | null {
    const { last } = this;
    return last.upper === s ? last : this.lookUp(s, lpErrno);
  }

  /**
   * Does what `find` does for a handle that is not the last one used. Most calls use the socket of the previous call.
   */
  lookUp(s: SOCKET, lpErrno: LPINT): LayerSocket | null {
    const passed = this.#passed === null ? null : this.#passed.find(s);
    if (passed !== null) return passed;
    const context = this.#context;
    if (this.upcalls.WPUQuerySocketHandleContext(s, context, this.ignored) === 0) {
      // The context of another provider's handle can be any value.
      const socket = context.value as Partial<LayerSocket> | null;
      if (socket?.below?.owner === this.links && !socket.isClosing) {
        this.last = socket as LayerSocket;
        return this.last;
      }
    }
    setErrno(lpErrno, WSAENOTSOCK);
    return null;
  }

  /**
   * WSPCleanup/last: cleans up the providers below. Their operations, and those of the layer's callers, end without
   * notification.
   */
  cleanup(lpErrno: LPINT): number {
    const result = this.links.cleanup(lpErrno);
    for (const operation of this.underWay.splice(0)) operation.abandon();
    this.unreported = 0;
    this.observers.cleanedUp?.();
    return result;
  }

  /**
   * Starts to close a socket: from now on, `find` does not return it. Its handle exists until its last operation has
   * ended.
   */
  beginClose(socket: LayerSocket): void {
    // its operations may end later, and must still be reported to the socket's port
    if (socket.pending > 0) this.makeCancellable(socket);
    socket.isClosing = true;
    if (this.last === socket) this.last = NOBODY;
  }

  /** Counts an operation that has started below for a socket. */
  pended(socket: LayerSocket): void {
    if (socket.pending++ === 0) this.makeCancellable(socket);
  }

  /** Registers with ws2 how CancelIo and CancelIoEx cancel the operations of a socket. */
  makeCancellable({ upper }: LayerSocket): void {
    this.imports.onCancel(upper, this.#cancel);
  }

  /** Closes the handle of a closing socket if its last operation has ended. */
  settle(socket: LayerSocket): void {
    if (!socket.isClosing || socket.pending > 0) return;
    if (socket.upper === socket.lower) this.#passed?.remove(socket);
    else this.upcalls.WPUCloseSocketHandle(socket.upper, this.ignored);
    try {
      this.observers.closed?.(socket);
    } catch (error) {
      this.imports.exceptions.contain(error, this.imports.path, "closed");
    }
  }

  /**
   * Returns the upper handle of a socket: the handle of the provider below, if that is a file handle and the layer
   * passes handles; otherwise a new handle of this layer.
   */
  #handleOver(socket: LayerSocket, lpErrno: LPINT): SOCKET {
    const { lower, below } = socket;
    if (this.#passed !== null && this.imports.fileOf(lower) !== null) {
      return this.upcalls.WPUModifyIFSHandle(below.chain.dwCatalogEntryId, lower as number as HANDLE, lpErrno);
    }
    return this.#createHandle(socket, below, lpErrno);
  }

  #createHandle(socket: LayerSocket, { chain }: Link, lpErrno: LPINT): SOCKET {
    const upper = this.upcalls.WPUCreateSocketHandle(chain.dwCatalogEntryId, socket, lpErrno);
    // WSPSocket/error/no-descriptors: the upcall's WSAENOBUFS says that the handle table is full
    if (upper === SOCKET_ERROR && lpErrno.value === WSAENOBUFS) setErrno(lpErrno, WSAEMFILE);
    return upper;
  }
}

/**
 * Returns the protocol information to pass to the provider below. If that is a layer, it receives `given` itself. The
 * base provider receives its own entry, with the dwProviderReserved of a duplicate. If family, type or protocol differ
 * from the chain's, they are passed as the application set them, so that the base can refuse them. Source: WSPSocket
 * (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks.
 */
export function infoBelow(given: Readonly<WSAPROTOCOL_INFOW>, below: Link): Readonly<WSAPROTOCOL_INFOW> {
  const { dwProviderReserved, iAddressFamily, iSocketType, iProtocol } = given;
  const { chain, entry } = below;
  if (!below.isBase) return given;
  const isSame =
    iAddressFamily === chain.iAddressFamily && iSocketType === chain.iSocketType && iProtocol === chain.iProtocol;
  if (isSame) return dwProviderReserved === 0 ? entry : Object.freeze({ ...entry, dwProviderReserved });
  return Object.freeze({ ...entry, dwProviderReserved, iAddressFamily, iSocketType, iProtocol });
}
