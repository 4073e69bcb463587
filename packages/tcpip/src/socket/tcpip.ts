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

/** Slots that belong together. */
export type Part = (tcp: Tcpip) => Partial<WSPPROC_TABLE>;

export type HandleKind = (tcp: Tcpip) => Handles;

/** The socket groups of a machine, for a provider that has them: see `sharing/groups`. */
export interface SocketGroups {
  /** Has `socket` make or join the group that `g` asks for: 0 or the code. */
  enter(socket: Socket, g: number): number;
  /** Whether `socket` may connect to `name`. */
  aim(socket: Socket, name: Uint8Array): boolean;
}

/** The duplicates under way on a machine, for a provider that shares sockets: see `sharing/sharing`. */
export interface Duplicates {
  /** Holds `socket` open for the process that will open the duplicate, and returns the token. */
  offer(socket: Socket, processId: number, imports: ProviderImports): number;
  /**
   * Makes the handle of a duplicate, once, in the process that it was meant for. Returns INVALID_SOCKET with WSAEINVAL
   * for any other token; without a handle, the duplicate can be opened later.
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
  /** Parts beyond the ones that every TCP/IP provider has. */
  readonly parts: readonly Part[];
  /** Slots that only report a code. */
  readonly refused: Partial<Record<keyof WSPPROC_TABLE, number>>;
  /** bind's code for an address of a family that is not the socket's. */
  readonly bindFamily: number;
  /** WSPSocket's code for a raw socket. */
  readonly raw: number;
  /**
   * WSPSocket's code for an info whose own values fit no entry; without it, only the values that the call uses count.
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
  /** Set at WSPStartup: the upcall table that came last, and the handles that stand on it. */
  upcalls!: WSPUPCALLTABLE;
  handles!: Handles;
  /** The slots as this provider fills them, for those of its parts that call another. */
  readonly slots = {} as WSPPROC_TABLE;
  /** The catalog entries that this provider serves. */
  entries: readonly WSAPROTOCOL_INFOW[] = [];
  /** The sockets of this process with the number of its handles, and those on which it has operations under way. */
  readonly #held = new Map<Socket, number>();
  /** The turns of completion routines; made with the first, where they are APCs. */
  declare routines?: RoutineTurns;
  /** How many handles have been closed: a call that waits looks its own up again when that changes. */
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

  /** Gives a socket its handle. Without one, the socket is closed again. */
  open(socket: Socket, lpErrno: LPINT): SOCKET {
    const s = this.name(socket, lpErrno);
    if (s === SOCKET_ERROR) socket.close();
    return s;
  }

  /** Gives a socket its handle. Without one, the socket stays as it is. */
  name(socket: Socket, lpErrno: LPINT): SOCKET {
    const s = this.handles.create(socket, lpErrno);
    if (s !== SOCKET_ERROR) this.#held.set(socket, (this.#held.get(socket) ?? 0) + 1);
    return s;
  }

  /** Lets go of one handle's hold on a socket. */
  release(socket: Socket): void {
    const held = (this.#held.get(socket) ?? 1) - 1;
    // what it has asked for goes on while another handle is open, and ends with the process
    if (held > 0 || hasPending(socket, this)) this.#held.set(socket, held);
    else this.#held.delete(socket);
    socket.close();
    this.closes++;
  }

  /** Lets go of all that this process holds; `hard` resets the connections. Files are closed by the system itself. */
  releaseAll(hard: boolean): void {
    for (const [socket, held] of this.#held) {
      dropPending(socket, this);
      if (hard && socket.descriptors === held) socket.linger = 0;
      for (let i = 0; i < held && !this.handles.areFiles; i++) socket.close();
    }
    this.#held.clear();
  }

  /**
   * Waits until `socket` is ready for READY_IN or READY_OUT: 0, or the code to answer with. A non-blocking socket does
   * not wait.
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
      // what a callback of the application's throws passes through here, and the watch ends as well
      socket.wait(events, -1);
      this.watch(socket);
    }
    return socket.isClosed ? WSAEINTR : code;
  }

  /** Waits until the overlapped operations ahead of a plain call are done: 0 or the code. */
  awaitTurn(socket: Socket, events: number): number {
    const queue = socket.pending?.queue(events);
    if (queue === undefined || queue.length === 0) return 0;
    if (socket.isNonBlocking) return WSAEWOULDBLOCK;
    return this.imports.wait({ ready: () => queue.length === 0 || socket.isClosed }, -1);
  }

  /** Lets a network event be recorded again. */
  rearm(socket: Socket, bit: number): void {
    const { events } = socket;
    if (events === null) return;
    events.rearm(bit);
    if (bit === FD_READ) events.recordData(socket);
    this.watch(socket);
  }

  /** Updates the watch of the network to the events that are asked for now. */
  watch(socket: Socket): void {
    if (!socket.isClosed) this.imports.watch(socket.fd, socket.interest, socket);
  }
}
