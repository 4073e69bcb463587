import {
  type LPINT,
  type Platform,
  type ProviderImports,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { LayerSocket } from "./layer-socket.js";
import type { Link, Links } from "./link.js";

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
}

/** A layer in one process: its sockets, and what is below in each of its chains. */
export class Layer {
  /** The slots as they pass on to what is below; an author's own call these for what they do not change. */
  readonly pass = {} as WSPPROC_TABLE;
  /** The slots as they are: the author's own, and those that pass on. */
  readonly slots = {} as WSPPROC_TABLE;
  observers: Observers = {};
  /** WSPStartup calls that no WSPCleanup has matched. */
  startups = 0;
  readonly #context = ref<unknown>(null);
  readonly #errno = ref(0);
  readonly #byLower = new Map<SOCKET, LayerSocket>();

  constructor(
    /** The clock, randomness and log of the machine. */
    readonly platform: Platform,
    readonly imports: ProviderImports,
    /** The table that came last: the only one to use. */
    public upcalls: WSPUPCALLTABLE,
    readonly links: Links,
  ) {}

  /** Takes up the table that came last. */
  useUpcalls(upcalls: WSPUPCALLTABLE): void {
    this.upcalls = upcalls;
    this.links.upcalls = upcalls;
  }

  /** Gives a socket of the next layer a handle above: INVALID_SOCKET with the code if there is none. */
  wrap(lower: SOCKET, chain: Readonly<WSAPROTOCOL_INFOW>, below: Link, lpErrno: LPINT): SOCKET {
    const socket = new LayerSocket(lower, chain, below);
    socket.upper = this.upcalls.WPUCreateSocketHandle(chain.dwCatalogEntryId, socket, lpErrno);
    if (socket.upper === SOCKET_ERROR) {
      below.slots.WSPCloseSocket(lower, ref(0));
      return SOCKET_ERROR as SOCKET;
    }
    this.#byLower.set(lower, socket);
    this.observers.opened?.(socket);
    return socket.upper;
  }

  /** The socket behind a handle of this layer, or `null` with WSAENOTSOCK. */
  find(s: SOCKET, lpErrno: LPINT): LayerSocket | null {
    const isKnown = this.upcalls.WPUQuerySocketHandleContext(s, this.#context, this.#errno) === 0;
    const socket = this.#context.value;
    if (isKnown && socket instanceof LayerSocket && !socket.isClosing) return socket;
    setErrno(lpErrno, WSAENOTSOCK);
    return null;
  }

  /** The socket above a handle of the next layer. */
  above(lower: SOCKET): LayerSocket | null {
    return this.#byLower.get(lower) ?? null;
  }

  /** Takes the handle above away, once nothing is under way any more. */
  settle(socket: LayerSocket): void {
    if (!socket.isClosing || socket.pending > 0) return;
    this.upcalls.WPUCloseSocketHandle(socket.upper, this.#errno);
    this.#byLower.delete(socket.lower);
    this.observers.closed?.(socket);
  }
}

/**
 * The info to pass down: the very same structure to another layer; to the base its own entry, with what a duplicate
 * carries. Source: seeds 000–002 (propagation).
 */
export function infoBelow(given: Readonly<WSAPROTOCOL_INFOW>, below: Link): Readonly<WSAPROTOCOL_INFOW> {
  const { dwProviderReserved } = given;
  if (!below.isBase) return given;
  return dwProviderReserved === 0 ? below.entry : Object.freeze({ ...below.entry, dwProviderReserved });
}
