import type { SOCKET } from "@ws2kit/spi";
import { assert } from "chai";
import type { Direction } from "./direction.js";
import type { Party } from "./party.js";

/** The model of a connection. */
export interface Connection {
  readonly clientPort: number;
  readonly toServer: Direction;
  readonly toClient: Direction;
  /** An end has closed or was reset: from here on, calls may report a broken connection, and bytes may be lost. */
  mayBreak: boolean;
  /** Its listener was closed or full, so that the connection may never have been established. */
  client: ModelSocket | null;
  server: ModelSocket | null;
}

/** A datagram under way or in a queue. */
export interface Datagram {
  readonly id: number;
  readonly length: number;
  readonly from: ModelSocket;
  readonly fromPort: number;
  /** The receiver certainly has room for it. */
  readonly isCertain: boolean;
}

/** The model of a socket, which may have several handles. */
export class ModelSocket {
  handles = 0;
  port = 0;
  isListening = false;
  backlog = 0;
  readonly arrivals: Connection[] = [];
  connection: Connection | null = null;
  isConnecting = false;
  isNonBlocking = false;
  sendIsShut = false;
  receiveIsShut = false;
  /** The FD_* that were selected so far. */
  mask = 0;
  /** FD_CLOSE has been reported, which it is once. */
  isCloseReported = false;
  readonly datagrams: Datagram[] = [];
  /** Datagrams that this socket sent to a port that has closed: each may come back as one WSAECONNRESET. */
  readonly refusable = new Set<number>();

  constructor(readonly isStream: boolean) {}

  get isServer(): boolean {
    return this.connection !== null && this.connection.server === this;
  }

  get incoming(): Direction | null {
    if (this.connection === null) return null;
    return this.isServer ? this.connection.toServer : this.connection.toClient;
  }

  get outgoing(): Direction | null {
    if (this.connection === null) return null;
    return this.isServer ? this.connection.toClient : this.connection.toServer;
  }

  /** Asserts that a WSAECONNRESET of a datagram socket belongs to a datagram that may have been undeliverable. */
  judgeRefusal(isPeek: boolean): void {
    // recvfrom/port-unreachable-without-peer
    const [id] = this.refusable;
    assert.isDefined(id, "WSAECONNRESET, though no port that this socket has sent to has closed");
    if (!isPeek) this.refusable.delete(id);
  }

  /** Removes a handle; with the last one, the socket closes. */
  release(): void {
    if (--this.handles > 0) return;
    for (const arrival of this.arrivals) arrival.mayBreak = true;
    this.port = 0;
    this.isListening = false;
    if (this.connection === null) return;
    this.connection.mayBreak = true;
    if (this.outgoing !== null) this.outgoing.isEnded = true;
    // operations that wait for the peer end with its reset
    if (this.incoming !== null) this.incoming.isEnded = true;
  }
}

/** A handle of a process for a socket. */
export interface Handle {
  readonly party: Party;
  readonly s: SOCKET;
  readonly socket: ModelSocket;
  isOpen: boolean;
}
