import {
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
} from "@ws2kit/spi";
import type { Groups } from "./groups.js";
import type { HandleKind, Handles } from "./handle-kinds.js";
import type { Multipoint } from "./multipoint.js";
import type { Sharing } from "./sharing.js";
import type { Socket } from "./socket.js";
import type { Station } from "./station.js";

/** Slots that belong together. */
export type Part = (tcp: Tcpip) => Partial<WSPPROC_TABLE>;

/** What a TCP/IP provider of one system is made of. */
export interface TcpipDefinition {
  readonly ProviderId: GUID;
  readonly protocols: readonly ProtocolRow[];
  /** What WSPDATA says of it. */
  readonly description: string;
  readonly handles: HandleKind;
  /** Parts beyond the ones that every TCP/IP provider has. */
  readonly parts: readonly Part[];
  /** Slots that this provider answers with a code and nothing else. */
  readonly refused: Partial<Record<keyof WSPPROC_TABLE, number>>;
  /** bind's code for an address of a family that is not the socket's. */
  readonly bindFamily: number;
  /** WSPSocket's code for a raw socket. */
  readonly raw: number;
  readonly groups?: (imports: ProviderImports) => Groups;
  readonly multipoint?: Multipoint;
  readonly sharing?: (imports: ProviderImports) => Sharing;
}

/** The provider in one process. */
export class Tcpip {
  /** WSPStartup calls that no WSPCleanup has matched. */
  startups = 0;
  /** Set at WSPStartup. */
  handles!: Handles;
  /** The catalog entries that this provider serves. */
  entries: readonly WSAPROTOCOL_INFOW[] = [];
  /** The sockets of this process, and how many handles it has to each. */
  readonly #held = new Map<Socket, number>();
  readonly groups: Groups | null;
  readonly sharing: Sharing | null;

  constructor(
    readonly definition: TcpipDefinition,
    readonly station: Station,
    readonly imports: ProviderImports,
  ) {
    this.groups = definition.groups?.(imports) ?? null;
    this.sharing = definition.sharing?.(imports) ?? null;
  }

  /** Gives a socket its handle. Without one, the socket is closed again. */
  open(socket: Socket, lpErrno: LPINT): SOCKET {
    const s = this.handles.create(socket, lpErrno);
    if (s === SOCKET_ERROR) socket.close();
    else this.#held.set(socket, (this.#held.get(socket) ?? 0) + 1);
    return s;
  }

  /** Lets go of one handle's hold on a socket. */
  release(socket: Socket): void {
    const held = (this.#held.get(socket) ?? 1) - 1;
    if (held > 0) this.#held.set(socket, held);
    else this.#held.delete(socket);
    socket.close();
  }

  /** Lets go of all that this process holds; `hard` resets the connections. Files are closed by the system itself. */
  releaseAll(hard: boolean): void {
    for (const [socket, held] of this.#held) {
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
    const before = socket.interest;
    this.watch(socket, before | events);
    const code = this.imports.wait(socket.condition(events), timeout === 0 ? -1 : timeout);
    if (socket.isClosed) return WSAEINTR;
    this.watch(socket, before);
    return code;
  }

  watch(socket: Socket, events: number): void {
    socket.interest = events;
    this.imports.watch(socket.fd, events, socket);
  }
}
