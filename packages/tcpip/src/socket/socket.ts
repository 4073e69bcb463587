import type { EventRecord } from "@ws2kit/core";
import {
  LINGER,
  MSG_OOB,
  MSG_PEEK,
  READY_END,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  READY_PRI,
  SO_LINGER,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddrSize,
  type Waitable,
  type Watcher,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAENETRESET,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { newName } from "./address-check.js";
import type { NetworkContext } from "./network-context.js";
import type { Operation } from "./operation.js";
import { abortAll, type Pending } from "./pending.js";

/** Reported with a condition that is watched for. */
const UNASKED = READY_ERR | READY_HUP;
/** Receives a byte that is only looked at. */
export const ONE_BYTE = /* @__PURE__ */ new Uint8Array(1);

/** The network events of a socket, once WSAEventSelect has asked for any: see `events/network-events`. */
export interface SocketEvents extends EventRecord {
  /** The events of an accepted socket: the same event and mask, and nothing recorded yet. */
  inherited(): SocketEvents;
  /** READY_* that would bring something new. */
  events(socket: Socket): number;
  notify(socket: Socket, bits: number): void;
  /** Records FD_READ if there are bytes to receive that have not been reported. */
  recordData(socket: Socket): void;
}

/** The arrivals of a socket that does not listen. */
const NO_ARRIVALS: Arrival[] = [];

/** A connection that has come in and has no handle yet. */
export interface Arrival {
  readonly fd: number;
  readonly name: Uint8Array;
}

/**
 * A socket of this provider: a descriptor of the network stack, and what Winsock knows of it that the stack does not.
 * Several handles, in several processes, may stand for one socket; the last to go closes it.
 */
export class Socket implements Watcher {
  /** Handles that stand for this socket. */
  descriptors = 1;
  isClosed = false;

  isBound = false;
  isListening = false;
  isConnected = false;
  /** When a stream connected; -1 before. */
  connectedAt = -1;
  /** A connect is under way. */
  isConnecting = false;
  /** Where to. */
  target: Uint8Array | null = null;
  /** The operation that holds this socket: the AcceptEx that waits to put a connection into it. */
  declare holder?: Operation;
  /** AcceptEx or ConnectEx has connected it, and SO_UPDATE_*_CONTEXT has not been set. */
  needsContext = false;
  /** SIO_UDP_CONNRESET is off: no receive reports an unreachable port. */
  declare ignoresUnreachable?: boolean;
  receiveIsShut = false;
  sendIsShut = false;

  isNonBlocking = false;
  /** Milliseconds; 0 is for ever. */
  receiveTimeout = 0;
  sendTimeout = 0;
  /** SO_LINGER: seconds, or -1 when it is off. */
  linger = -1;
  declare isConditional?: boolean;
  /** SO_ERROR: why the last non-blocking connect failed; a connection clears it. */
  error = 0;
  /** How the last connect ended: 0 or the code; -1 where none has ended. */
  connectCode = -1;
  /** Why the connection broke, or 0. It stays broken. */
  failure = 0;
  /**
   * Connections that wait for accept: deferred by a condition function, or reported by an event. `listens` makes it.
   */
  arrivals: Arrival[] = NO_ARRIVALS;
  /** listen's backlog. */
  backlog = 0;
  /** The group that it is in, and its priority there; most sockets do without. */
  declare group?: number;
  declare membership?: { leave(socket: Socket): void; missed(socket: Socket): void };
  declare groupPriority?: number;
  /** Option values that are stored and returned, by "level/optname"; made when the first is set. */
  declare stored?: Map<number, number>;

  /** READY_* since they were last cleared. */
  bits = 0;
  /** How many calls wait for input, for room and for an exception. */
  #inputWaits = 0;
  #outputWaits = 0;
  #exceptionWaits = 0;
  /** The READY_* that are reported. */
  #mask = -1;
  /** Overlapped operations under way; made with the first. */
  pending: Pending | null = null;
  /** How its operations complete, as ws2 stores it for all its handles; made when it is first asked for. */
  declare completion?: object;
  /** How many calls of WSAPoll wait for this socket; most sockets do without. */
  declare polls?: number;
  /** What WSAEventSelect has asked for; made with the first call. */
  events: SocketEvents | null = null;

  constructor(
    readonly context: NetworkContext,
    public fd: number,
    readonly info: Readonly<WSAPROTOCOL_INFOW>,
    /** The protocol asked for; info's may be the first of a range. */
    readonly protocol: number,
    readonly flags: number,
  ) {}

  /** Whether the last connect failed, as exceptfds and POLLERR show. */
  get hasFailed(): boolean {
    return this.isStream && this.connectCode > 0;
  }

  get af(): number {
    return this.info.iAddressFamily;
  }

  get isStream(): boolean {
    return this.info.iSocketType === SOCK_STREAM;
  }

  /** A stream before it connects or listens, which no network can make ready. */
  get isIdle(): boolean {
    return this.isStream && !this.isConnected && !this.isConnecting && !this.isListening;
  }

  /** Becomes ready when the socket is ready for `events`, or has failed or closed. */
  condition(events: number): Waitable {
    const bits = events | UNASKED;
    return { ready: () => (this.bits & bits) !== 0 || this.isClosed };
  }

  /** What select's exceptfds waits for: a connection under way may fail, and only a connection has urgent data. */
  get exception(): number {
    return this.isConnecting ? READY_OUT : READY_PRI;
  }

  /** READY_* that somebody wants to hear of. */
  get interest(): number {
    if (this.isIdle) return 0;
    let waited =
      (this.#inputWaits > 0 ? READY_IN : 0) |
      (this.#outputWaits > 0 ? READY_OUT : 0) |
      (this.#exceptionWaits > 0 ? this.exception : 0);
    if (this.polls) waited |= READY_END;
    return (waited | (this.pending?.events ?? 0) | (this.events?.events(this) ?? 0)) & this.#mask;
  }

  /** SO_OOBINLINE: urgent data is data like any other, though some systems go on reporting it apart. */
  set isInline(isInline: boolean) {
    this.#mask = isInline ? ~READY_PRI : -1;
  }

  /** Counts the calls that wait for READY_IN, READY_OUT or an exception (READY_PRI) up or down. */
  wait(events: number, by: 1 | -1): void {
    if ((events & READY_IN) !== 0) this.#inputWaits += by;
    if ((events & READY_OUT) !== 0) this.#outputWaits += by;
    if ((events & READY_PRI) !== 0) this.#exceptionWaits += by;
  }

  notify(found: number): void {
    // an error that is ignored makes nothing ready
    const isQuiet = this.ignoresUnreachable && (found & READY_IN) !== 0 && this.peek() === -WSAEWOULDBLOCK;
    const bits = found & (isQuiet ? ~(READY_IN | READY_ERR) : this.#mask);
    const shared = this.pending === null || this.isListening ? 0 : this.pending.events;
    this.pending?.notify(bits);
    // what overlapped receives have consumed is not there for others
    let left = bits;
    if ((shared & READY_IN) !== 0 && this.peek() === -WSAEWOULDBLOCK) left &= ~READY_IN;
    if ((shared & READY_PRI) !== 0 && this.peek(MSG_OOB) === -WSAEWOULDBLOCK) left &= ~READY_PRI;
    this.bits |= left;
    this.events?.notify(this, left);
    // Watch only what is waited for: any other condition would end every wait.
    const { interest } = this;
    if (this.pending !== null || this.events !== null || (found & ~(interest | UNASKED)) !== 0) {
      this.context.watch(this.fd, interest, this);
    }
  }

  /** The code of a receive that ends because nothing more can arrive: 0 at a stream's end, or why it broke. */
  get ending(): number {
    const result = this.peek();
    return result < 0 && result !== -WSAEWOULDBLOCK ? broken(this, -result) : this.failure;
  }

  /**
   * What a receive, with MSG_OOB or without, would return that consumes nothing: bytes, 0 at a stream's end, or a
   * negative code.
   */
  peek(flags = 0): number {
    if (!this.isStream) return this.receiveFrom(ONE_BYTE, 0, 1, MSG_PEEK, this.context.anyName);
    return this.context.network.recv(this.fd, ONE_BYTE, 0, 1, flags | MSG_PEEK);
  }

  /** Sends what the stack has room for, to `to` or to the peer: bytes, or a negative code. */
  sendTo(buf: Uint8Array, off: number, len: number, flags: number, to: Uint8Array | null): number {
    const { network } = this.context;
    return to === null
      ? network.send(this.fd, buf, off, len, flags)
      : network.sendto(this.fd, buf, off, len, flags, to, sockaddrSize(this.af));
  }

  /** Receives a datagram. Ignores an unreachable port if SIO_UDP_CONNRESET is off. */
  receiveFrom(buf: Uint8Array, off: number, len: number, flags: number, from: Uint8Array): number {
    const { network } = this.context;
    for (;;) {
      const result = network.recvfrom(this.fd, buf, off, len, flags, from);
      if (result !== -WSAECONNRESET || !this.ignoresUnreachable) return result;
      // a peek leaves the error where it is
      if ((flags & MSG_PEEK) !== 0) network.recvfrom(this.fd, ONE_BYTE, 0, 0, 0, from);
    }
  }

  /** Listens from now on, or with another backlog. */
  listens(backlog: number): void {
    if (!this.isListening) this.arrivals = [];
    this.isListening = true;
    this.backlog = backlog;
  }

  get hasRoomForArrivals(): boolean {
    return this.arrivals.length < this.backlog;
  }

  /** Takes one connection out of the stack: 0, or a negative code. */
  collectArrival(): number {
    const name = newName();
    const fd = this.context.network.accept(this.fd, name);
    if (fd < 0) return fd;
    this.arrivals.push({ fd, name });
    return 0;
  }

  /**
   * Takes the connections that have come in out of the stack, as many as the backlog allows. Whether there were any.
   */
  collectArrivals(): boolean {
    const before = this.arrivals.length;
    while (this.hasRoomForArrivals && this.collectArrival() === 0);
    return this.arrivals.length > before;
  }

  /** Takes over what an accepted socket has from its listener, beside what the stack hands on itself. */
  inherit(listener: Socket): void {
    this.isNonBlocking = listener.isNonBlocking;
    this.receiveTimeout = listener.receiveTimeout;
    this.sendTimeout = listener.sendTimeout;
    this.linger = listener.linger;
    if (listener.events !== null) this.events = listener.events.inherited();
    this.#mask = listener.#mask;
    if (listener.stored !== undefined) this.stored = new Map(listener.stored);
  }

  /** Takes over a connection's descriptor in place of its own. */
  replaceDescriptor(fd: number): void {
    this.context.forget(this.fd);
    this.context.network.close(this.fd);
    this.fd = fd;
  }

  /** Starts again, unbound and unconnected, with a fresh descriptor. */
  renew(fd: number): void {
    this.replaceDescriptor(fd);
    this.isBound = false;
    this.isConnected = false;
    this.needsContext = false;
    this.connectedAt = -1;
    this.receiveIsShut = false;
    this.sendIsShut = false;
    this.failure = 0;
    this.error = 0;
    this.connectCode = -1;
  }

  /** Notes that the socket has a local name: a datagram socket is writable from then on (FD_WRITE). */
  named(): void {
    this.isBound = true;
    if (this.events !== null) this.context.watch(this.fd, this.interest, this);
  }

  /** One handle less. The last one ends the connection: gracefully, or hard with SO_LINGER {1, 0}. */
  close(): void {
    if (--this.descriptors > 0 || this.isClosed) return;
    abortAll(this);
    if (this.linger === 0) this.#harden(this.fd);
    this.isClosed = true;
    this.membership?.leave(this);
    this.context.forget(this.fd);
    for (const { fd } of this.arrivals) {
      // as the stack resets those that it has not handed over
      this.#harden(fd);
      this.context.network.close(fd);
    }
    this.arrivals = NO_ARRIVALS;
    this.context.network.close(this.fd);
  }

  /** Has the stack reset a connection when it is closed. */
  #harden(fd: number): void {
    this.context.network.setsockopt(fd, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
  }

  /** As `close`, but a last handle resets the connection. */
  abort(): void {
    this.linger = 0;
    this.close();
  }
}

/** Codes that say that a connection is broken for good. */
const BROKEN = [WSAECONNRESET, WSAECONNABORTED, WSAENETRESET, WSAETIMEDOUT];

/**
 * The code that a stack's refusal to carry data means, remembered if the connection is broken for good: every later
 * call says the same. A stack that speaks of a shutdown means the peer's; ours is known before it is asked.
 */
export function broken(socket: Socket, code: number): number {
  const meant = code === WSAESHUTDOWN ? WSAECONNRESET : code;
  if (BROKEN.includes(meant)) socket.failure = meant;
  return meant;
}
