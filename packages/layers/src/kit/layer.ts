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

/** What a layer's author is told of, beside the slots of their own. */
export interface Observers {
  opened?(socket: LayerSocket): void;
  /** Bytes that have gone down, whichever way the call was made. */
  sent?(socket: LayerSocket, bytes: number): void;
  /** Bytes that have come up. */
  received?(socket: LayerSocket, bytes: number): void;
  /** An overlapped operation has ended, with a code and `bytes`; the caller is told next. */
  ended?(socket: LayerSocket, overlapped: WSAOVERLAPPED, code: number, bytes: number): void;
  closed?(socket: LayerSocket): void;
  /** The last WSPCleanup is through: whatever was open is gone, and nobody may be told. */
  cleanedUp?(): void;
}

/** Has no handle that anybody could name. */
const NOBODY = /* @__PURE__ */ new LayerSocket(Number.NaN as SOCKET, null as never);

/** A layer in one process: its sockets, and what is below in each of its chains. */
export class Layer {
  /** The slots as they pass on to what is below; an author's own call these for what they do not change. */
  readonly pass = {} as WSPPROC_TABLE;
  /** The slots as they are: the author's own, and those that pass on. */
  readonly slots = {} as WSPPROC_TABLE;
  readonly observers: Observers = {};
  /** WSPStartup calls that no WSPCleanup has matched. */
  startups = 0;
  /** Overlapped operations of this layer's clients that have not ended. */
  readonly underWay: LayerOperation[] = [];
  /** How many of them have succeeded in their call, so that their end is only to be reported. */
  unreported = 0;
  /** The turns of the completion routines of each socket. */
  readonly routines = new RoutineTurns();
  readonly #context = ref<unknown>(null);
  /** The sockets whose handle is the one below; `null` for a layer that has handles of its own alone. */
  readonly #passed: PassedHandles | null;
  readonly #cancel: CancelOperations = (lpOverlapped, s) => {
    const socket = this.find(s, this.ignored);
    if (socket === null) return SOCKET_ERROR;
    let count = socket.stream?.operations.cancel(lpOverlapped) ?? 0;
    // a copy: an operation that ends in its cancellation leaves the list
    for (const operation of [...this.underWay]) if (operation.cancel(socket, lpOverlapped)) count++;
    return count;
  };
  /** The socket of the last call, unless it closes. */
  last: LayerSocket = NOBODY;
  /** Where an upcall's code goes that nobody asks for. */
  readonly ignored: LPINT = ref(0);

  constructor(
    /** The clock, randomness and log of the machine. */
    readonly platform: Platform,
    readonly imports: ProviderImports,
    /** The table that came last: the only one to use. */
    public upcalls: WSPUPCALLTABLE,
    readonly links: Links,
    passesHandles: boolean,
  ) {
    this.#passed = passesHandles ? new PassedHandles() : null;
  }

  /** Takes up the table that came last. */
  useUpcalls(upcalls: WSPUPCALLTABLE): void {
    this.upcalls = upcalls;
    this.links.upcalls = upcalls;
  }

  /**
   * Gives what a slot below has answered a handle above, unless it is INVALID_SOCKET or, against all rules, no socket.
   */
  wrapAnswer(lower: SOCKET, below: Link, slot: SlotName, lpErrno: LPINT): SOCKET {
    if (lower === SOCKET_ERROR) return lower;
    const { upcalls, ignored } = this;
    const isSocket = upcalls.WPUQuerySocketHandleContext(lower, this.#context, ignored) === 0;
    if (isSocket || this.imports.fileOf(lower) !== null) return this.wrap(lower, below, lpErrno);
    this.platform.log({
      code: "provider-stray-socket",
      args: [below.path, slot, typeof lower === "number" ? lower : typeof lower],
    });
    setErrno(lpErrno, WSASYSCALLFAILURE);
    return SOCKET_ERROR as SOCKET;
  }

  /** Gives a socket of the next layer a handle above: INVALID_SOCKET with the code if there is none. */
  wrap(lower: SOCKET, below: Link, lpErrno: LPINT): SOCKET {
    const socket = new LayerSocket(lower, below);
    const upper = this.#handleOver(socket, lpErrno);
    if (upper === SOCKET_ERROR) {
      below.slots.WSPCloseSocket(lower, this.ignored);
      return upper;
    }
    socket.upper = upper;
    if (upper === lower) (this.#passed as PassedHandles).add(socket);
    try {
      this.observers.opened?.(socket);
    } catch (error) {
      // a socket that nobody will know of
      this.pass.WSPCloseSocket(upper, this.ignored);
      throw error;
    }
    return upper;
  }

  /** The socket behind a handle of this layer, or `null` with WSAENOTSOCK. */
  find(s: SOCKET, lpErrno: LPINT): LayerSocket | null {
    const { last } = this;
    return last.upper === s ? last : this.lookUp(s, lpErrno);
  }

  /** As `find`, for a handle that is not the last socket's: most calls are about the socket of the call before. */
  lookUp(s: SOCKET, lpErrno: LPINT): LayerSocket | null {
    const passed = this.#passed === null ? null : this.#passed.find(s);
    if (passed !== null) return passed;
    const context = this.#context;
    if (this.upcalls.WPUQuerySocketHandleContext(s, context, this.ignored) === 0) {
      // what other providers keep behind their handles is anything at all
      const socket = context.value as Partial<LayerSocket> | null;
      if (socket?.below?.owner === this.links && !socket.isClosing) {
        this.last = socket as LayerSocket;
        return this.last;
      }
    }
    setErrno(lpErrno, WSAENOTSOCK);
    return null;
  }

  /** WSPCleanup/last: everything below ends silently, and so does what stands for it above. */
  cleanup(lpErrno: LPINT): number {
    const result = this.links.cleanup(lpErrno);
    for (const operation of this.underWay.splice(0)) operation.abandon();
    this.unreported = 0;
    this.observers.cleanedUp?.();
    return result;
  }

  /** From now on a socket is not found any more; its handle stays until the last operation has ended. */
  beginClose(socket: LayerSocket): void {
    socket.isClosing = true;
    if (this.last === socket) this.last = NOBODY;
  }

  /** An operation below is under way for a socket. */
  pended(socket: LayerSocket): void {
    if (socket.pending++ === 0) this.makeCancellable(socket);
  }

  /** Lets CancelIo find the operations of a socket. */
  makeCancellable({ upper }: LayerSocket): void {
    this.imports.onCancel(upper, this.#cancel);
  }

  /** Takes the handle above away, once nothing is under way any more. */
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
   * A handle of the layer's own; or the one below, made this layer's, where that is a file's and the layer passes
   * those.
   */
  #handleOver(socket: LayerSocket, lpErrno: LPINT): SOCKET {
    const { lower, below } = socket;
    const { dwCatalogEntryId } = below.chain;
    if (this.#passed !== null && this.imports.fileOf(lower) !== null) {
      return this.upcalls.WPUModifyIFSHandle(dwCatalogEntryId, lower as number as HANDLE, lpErrno);
    }
    const upper = this.upcalls.WPUCreateSocketHandle(dwCatalogEntryId, socket, lpErrno);
    // WSPSocket/error/no-descriptors: the upcall's WSAENOBUFS says that the handle table is full
    if (upper === SOCKET_ERROR && lpErrno.value === WSAENOBUFS) setErrno(lpErrno, WSAEMFILE);
    return upper;
  }
}

/**
 * The info to pass down: the very same structure to another layer; to the base its own entry, with what a duplicate
 * carries, and with family, type and protocol as the application gave them where they are not the chain's: an info
 * that is not whole is for the base to refuse. Source: WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket
 * (CE 5.0) remarks.
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
