import type { RoutineTurns } from "@ws2kit/core";
import {
  FD_READ,
  type GUID,
  type LPINT,
  type ProtocolRow,
  type ProviderImports,
  type SOCKET,
  SOCKET_ERROR,
  WSAEINTR,
  WSAEWOULDBLOCK,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import type { Multipoint } from "../sharing/multipoint.js";
import type { CompletionStyle } from "./completing.js";
import type { Handles } from "./handles.js";
import type { NetworkContext } from "./network-context.js";
import { dropPending, hasPending } from "./pending.js";
import type { Socket } from "./socket.js";

/** Slots that belong together, for one process. */
export type Part = (tcp: Tcpip) => Partial<WSPPROC_TABLE>;

export type HandleKind = (tcp: Tcpip) => Handles;

/** The socket groups of a machine, for a provider with groups: see `sharing/groups`. */
export interface SocketGroups {
  /** Adds `socket` to the group `g`, or to a new group. Returns 0 or the code. */
  enter(socket: Socket, g: number): number;
  /** Whether `socket` may connect to `name`. */
  aim(socket: Socket, name: Uint8Array): boolean;
}

/** The duplicates under way on a machine, for a provider that shares sockets: see `sharing/sharing`. */
export interface Duplicates {
  /** Holds `socket` open for the process that will open the duplicate, and returns the token. */
  offer(socket: Socket, processId: number, imports: ProviderImports): number;
  /**
   * Makes the handle of a duplicate, once, in the process for which the duplicate was made. Returns INVALID_SOCKET with
   * WSAEINVAL for any other token. If no handle is left, the duplicate can be opened later.
   */
  open(token: number, tcp: Tcpip, lpErrno: LPINT): SOCKET;
}

/** The parts of a system's TCP/IP provider. */
export interface TcpipDefinition {
  /** The GUID of its catalog entries. */
  readonly ProviderId: GUID;
  /** Its catalog entries. */
  readonly protocols: readonly ProtocolRow[];
  /** The `szDescription` of its WSPDATA. */
  readonly description: string;
  /** The kind of its socket handles. */
  readonly handles: HandleKind;
  /** How it reports the end of an overlapped operation. */
  readonly completion: CompletionStyle;
  /** The code for overlapped parameters on a socket without the attribute; 0 to serve the call as if without them. */
  readonly notOverlapped: number;
  /** Parts in addition to those of every TCP/IP provider. */
  readonly parts: readonly Part[];
  /** Slots that only report a code. */
  readonly refused: Partial<Record<keyof WSPPROC_TABLE, number>>;
  /** bind's code for an address of another family than the socket's. */
  readonly bindFamily: number;
  /** WSPSocket's code for a raw socket. */
  readonly raw: number;
  /**
   * WSPSocket's code for an info whose values no entry has. If it is absent, only the values that the call uses are
   * checked.
   */
  readonly invalidInfo?: number;
  /** Makes the socket groups; absent on a system without them. */
  readonly groupsOf?: (imports: ProviderImports) => SocketGroups;
  /** Multipoint sockets; absent on a system without them. */
  readonly multipoint?: Multipoint;
  /** Makes the table of duplicated sockets; absent on a system without socket sharing. */
  readonly duplicatesOf?: (imports: ProviderImports) => Duplicates;
  /** Whether its control codes return AcceptEx and the other extension functions. */
  readonly extensions?: boolean;
  /** Whether `asyncSelecting` is one of its parts. */
  readonly messages?: boolean;
}

/** The provider in one process. */
export class Tcpip {
  /** WSPStartup calls that no WSPCleanup has matched. */
  startups = 0;
  /** Set at WSPStartup: the last upcall table, and the handles that use it. */
  upcalls!: WSPUPCALLTABLE;
  handles!: Handles;
  /** The slots of this provider, for parts that call a slot of another part. */
  readonly slots = {} as WSPPROC_TABLE;
  /** The catalog entries that this provider serves. */
  entries: readonly WSAPROTOCOL_INFOW[] = [];
  /**
   * The sockets of this process, each with the number of its handles. A socket without handles stays while the process
   * has operations under way on it.
   */
  readonly #held = new Map<Socket, number>();
  /** Runs completion routines one at a time for each socket; made with the first, if routines are APCs. */
  declare routines?: RoutineTurns;
  /** How many handles have been closed. When it changes, a call that waits looks up its handle again. */
  closes = 0;
  readonly socketGroups: SocketGroups | null = null;
  readonly duplicates: Duplicates | null = null;

  constructor(
    readonly definition: TcpipDefinition,
    readonly context: NetworkContext,
    readonly imports: ProviderImports,
  ) {
    if (definition.groupsOf !== undefined) this.socketGroups = definition.groupsOf(imports);
    if (definition.duplicatesOf !== undefined) this.duplicates = definition.duplicatesOf(imports);
  }

  /** Makes a handle for a socket. If that fails, closes the socket. */
  open(socket: Socket, lpErrno: LPINT): SOCKET {
    const s = this.name(socket, lpErrno);
    if (s === SOCKET_ERROR) socket.close();
    return s;
  }

  /** Makes a handle for a socket. If that fails, leaves the socket as it is. */
  name(socket: Socket, lpErrno: LPINT): SOCKET {
    const s = this.handles.create(socket, lpErrno);
    if (s !== SOCKET_ERROR) this.#held.set(socket, (this.#held.get(socket) ?? 0) + 1);
    return s;
  }

  /** Releases a socket for one of its handles. */
  release(socket: Socket): void {
    const held = (this.#held.get(socket) ?? 1) - 1;
    // operations of this process go on while another handle is open, and end with the process
    if (held > 0 || hasPending(socket, this)) this.#held.set(socket, held);
    else this.#held.delete(socket);
    socket.close();
    this.closes++;
  }

  /**
   * Releases all sockets of this process. `hard` resets their connections. The system itself closes sockets that are
   * files.
   */
  releaseAll(hard: boolean): void {
    for (const [socket, held] of this.#held) {
      dropPending(socket, this);
      if (hard && socket.descriptors === held) socket.linger = 0;
      for (let i = 0; i < held && !this.handles.areFiles; i++) socket.close();
    }
    this.#held.clear();
  }

  /**
   * Waits until `socket` is ready for READY_IN or READY_OUT. Returns 0, or the code that the call reports. A
   * non-blocking socket does not wait.
   */
  await(socket: Socket, events: number, timeout: number): number {
    if (socket.isNonBlocking) return WSAEWOULDBLOCK;
    socket.bits = 0;
    socket.wait(events, 1);
    this.watch(socket);
    let code: number;
    try {
      code = this.imports.wait(socket.condition(events), timeout === 0 ? -1 : timeout);
    } finally {
      // an exception of the application's callback may pass through here: the watch must end then too
      socket.wait(events, -1);
      this.watch(socket);
    }
    return socket.isClosed ? WSAEINTR : code;
  }

  /** Waits until the overlapped operations ahead of a plain call are done. Returns 0 or the code. */
  awaitTurn(socket: Socket, events: number): number {
    const queue = socket.pending?.queue(events);
    if (queue === undefined || queue.length === 0) return 0;
    if (socket.isNonBlocking) return WSAEWOULDBLOCK;
    return this.imports.wait({ ready: () => queue.length === 0 || socket.isClosed }, -1);
  }

  /** Enables a network event: it may be recorded again. `isEmpty`: a receive has just emptied a stream. */
  rearm(socket: Socket, bit: number, isEmpty?: boolean): void {
    const { events } = socket;
    if (events === null) return;
    events.rearm(bit);
    if (bit === FD_READ) events.recordData(socket, isEmpty);
    this.watch(socket);
  }

  /** Updates the READY_* that the network watches to those that the socket needs now. */
  watch(socket: Socket): void {
    if (!socket.isClosed) this.imports.watch(socket.fd, socket.interest, socket);
  }
}
