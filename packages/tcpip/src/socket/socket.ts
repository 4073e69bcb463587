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

/** READY_* that the stack reports together with watched ones. */
const UNASKED = READY_ERR | READY_HUP;
/** Receives a byte that is only peeked at. */
export const ONE_BYTE = /* @__PURE__ */ new Uint8Array(1);

/** The network events of a socket; made by the first WSAEventSelect: see `events/network-events`. */
export interface SocketEvents extends EventRecord {
  /** The events of an accepted socket: the same event and mask, and nothing recorded yet. */
  inherited(): SocketEvents;
  /** READY_* that would cause a new event. */
  events(socket: Socket): number;
  notify(socket: Socket, bits: number): void;
  /**
   * Records FD_READ if there are bytes to receive that have not been reported. `isEmpty`: the caller knows that a
   * stream has none.
   */
  recordData(socket: Socket, isEmpty?: boolean): void;
}

/** The arrivals of a socket that does not listen. */
const NO_ARRIVALS: Arrival[] = [];

/** An incoming connection that has no handle yet. */
export interface Arrival {
  readonly fd: number;
  readonly name: Uint8Array;
}

/**
 * A socket of this provider: a descriptor of the network stack, and the state that Winsock needs in addition. Several
 * handles, in several processes, may stand for one socket. Closing the last handle closes the socket.
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
  /** Whether a connect is under way. */
  isConnecting = false;
  /** The address of that connect. */
  target: Uint8Array | null = null;
  /** The operation that holds this socket: an AcceptEx that will make it the connection. */
  declare holder?: Operation;
  /** Whether AcceptEx or ConnectEx has connected it, and SO_UPDATE_*_CONTEXT has not been set yet. */
  needsContext = false;
  /** Whether SIO_UDP_CONNRESET is off: no receive reports an unreachable port. */
  declare ignoresUnreachable?: boolean;
  receiveIsShut = false;
  sendIsShut = false;

  isNonBlocking = false;
  /** SO_RCVTIMEO in milliseconds; 0 for no limit. */
  receiveTimeout = 0;
  sendTimeout = 0;
  /** SO_LINGER: seconds, or -1 when it is off. */
  linger = -1;
  declare isConditional?: boolean;
  /** SO_ERROR: why the last non-blocking connect failed; a connection clears it. */
  error = 0;
  /** The code with which the last connect ended, 0 for success; -1 if no connect has ended. */
  connectCode = -1;
  /** The code with which the connection broke, or 0. Later calls report it too. */
  failure = 0;
  /**
   * Connections that wait for accept: deferred by a condition function, or reported by an event. `listens` makes it.
   */
  arrivals: Arrival[] = NO_ARRIVALS;
  /** listen's backlog. */
  backlog = 0;
  /** Its socket group and its priority there; absent on most sockets. */
  declare group?: number;
  declare membership?: { leave(socket: Socket): void; missed(socket: Socket): void };
  declare groupPriority?: number;
  /** Option values that are stored and returned, by "level/optname"; made when the first is set. */
  declare stored?: Map<number, number>;

  /** READY_* that were reported since they were last cleared. */
  bits = 0;
  /** How many calls wait for input, for room to send, and for an exception. */
  #inputWaits = 0;
  #outputWaits = 0;
  #exceptionWaits = 0;
  /** The READY_* that `notify` accepts. */
  #mask = -1;
  /** Overlapped operations under way; made with the first. */
  pending: Pending | null = null;
  /** How its operations complete; ws2 stores it here for all handles of the socket. Made when it is first needed. */
  declare completion?: object;
  /** How many calls of WSAPoll wait for this socket; absent on most sockets. */
  declare polls?: number;
  /** The selected network events; made by the first WSAEventSelect. */
  events: SocketEvents | null = null;

  constructor(
    readonly context: NetworkContext,
    public fd: number,
    readonly info: Readonly<WSAPROTOCOL_INFOW>,
    /** The protocol that the caller asked for; the info's may be the first of a range. */
    readonly protocol: number,
    readonly flags: number,
  ) {}

  /** Whether the last connect failed: exceptfds and POLLERR report it. */
  get hasFailed(): boolean {
    return this.isStream && this.connectCode > 0;
  }

  get af(): number {
    return this.info.iAddressFamily;
  }

  get isStream(): boolean {
    return this.info.iSocketType === SOCK_STREAM;
  }

  /** Whether the socket is a stream that neither connects nor listens: the network cannot make it ready. */
  get isIdle(): boolean {
    return this.isStream && !this.isConnected && !this.isConnecting && !this.isListening;
  }

  /** Becomes ready when the socket is ready for `events`, or has failed or closed. */
  condition(events: number): Waitable {
    const bits = events | UNASKED;
    return { ready: () => (this.bits & bits) !== 0 || this.isClosed };
  }

  /** The READY_* for exceptfds of select: the failure of a connect under way, or the urgent data of a connection. */
  get exception(): number {
    return this.isConnecting ? READY_OUT : READY_PRI;
  }

  /** READY_* that a call, an operation or an event waits for. */
  get interest(): number {
    if (this.isIdle) return 0;
    let waited =
      (this.#inputWaits > 0 ? READY_IN : 0) |
      (this.#outputWaits > 0 ? READY_OUT : 0) |
      (this.#exceptionWaits > 0 ? this.exception : 0);
    if (this.polls) waited |= READY_END;
    return (waited | (this.pending?.events ?? 0) | (this.events?.events(this) ?? 0)) & this.#mask;
  }

  /** SO_OOBINLINE: urgent data is received as ordinary data. Some stacks still report it separately. */
  set isInline(isInline: boolean) {
    this.#mask = isInline ? ~READY_PRI : -1;
  }

  /** Adds `by` to the number of calls that wait for READY_IN, READY_OUT or an exception (READY_PRI). */
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
    // data that overlapped receives have consumed is not ready for others
    let left = bits;
    if ((shared & READY_IN) !== 0 && this.peek() === -WSAEWOULDBLOCK) left &= ~READY_IN;
    if ((shared & READY_PRI) !== 0 && this.peek(MSG_OOB) === -WSAEWOULDBLOCK) left &= ~READY_PRI;
    this.bits |= left;
    this.events?.notify(this, left);
    // Watch only the conditions that are waited for: any other condition would end every wait.
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
   * Returns what a receive would return, without consuming anything: bytes, 0 at a stream's end, or a negative code.
   * `flags` is MSG_OOB or 0.
   */
  peek(flags = 0): number {
    if (!this.isStream) return this.receiveFrom(ONE_BYTE, 0, 1, MSG_PEEK, this.context.anyName);
    return this.context.network.recv(this.fd, ONE_BYTE, 0, 1, flags | MSG_PEEK);
  }

  /** Sends as much as the stack has room for, to `to` or to the peer. Returns bytes, or a negative code. */
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
      // a peek does not remove the error
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

  /** Accepts one connection from the stack. Returns 0, or a negative code. */
  collectArrival(): number {
    const name = newName();
    const fd = this.context.network.accept(this.fd, name);
    if (fd < 0) return fd;
    this.arrivals.push({ fd, name });
    return 0;
  }

  /**
   * Accepts connections from the stack, as many as the backlog allows. Returns whether there were any.
   */
  collectArrivals(): boolean {
    const before = this.arrivals.length;
    while (this.hasRoomForArrivals && this.collectArrival() === 0);
    return this.arrivals.length > before;
  }

  /** Copies the properties that an accepted socket has from its listening socket; the stack copies some itself. */
  inherit(listener: Socket): void {
    this.isNonBlocking = listener.isNonBlocking;
    this.receiveTimeout = listener.receiveTimeout;
    this.sendTimeout = listener.sendTimeout;
    this.linger = listener.linger;
    if (listener.events !== null) this.events = listener.events.inherited();
    this.#mask = listener.#mask;
    if (listener.stored !== undefined) this.stored = new Map(listener.stored);
  }

  /** Replaces the socket's descriptor by a connection's. */
  replaceDescriptor(fd: number): void {
    this.context.forget(this.fd);
    this.context.network.close(this.fd);
    this.fd = fd;
  }

  /** Makes the socket unbound and unconnected, with a new descriptor. */
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

  /** Records that the socket has a local name. A datagram socket becomes writable then (FD_WRITE). */
  named(): void {
    this.isBound = true;
    if (this.events !== null) this.context.watch(this.fd, this.interest, this);
  }

  /** Closes one handle. The last one ends the connection: gracefully, or by a reset with SO_LINGER {1, 0}. */
  close(): void {
    if (--this.descriptors > 0 || this.isClosed) return;
    abortAll(this);
    if (this.linger === 0) this.#harden(this.fd);
    this.isClosed = true;
    this.membership?.leave(this);
    this.context.forget(this.fd);
    for (const { fd } of this.arrivals) {
      // reset them, as a stack resets the connections in its queue
      this.#harden(fd);
      this.context.network.close(fd);
    }
    this.arrivals = NO_ARRIVALS;
    this.context.network.close(this.fd);
  }

  /** Makes the stack reset a connection when it is closed. */
  #harden(fd: number): void {
    this.context.network.setsockopt(fd, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
  }

  /** As `close`, but a last handle resets the connection. */
  abort(): void {
    this.linger = 0;
    this.close();
  }
}

/** Codes of a connection that has broken. */
const BROKEN = [WSAECONNRESET, WSAECONNABORTED, WSAENETRESET, WSAETIMEDOUT];

/**
 * Converts a stack's code for a data call. If the connection has broken, stores the code, so that every later call
 * reports it. WSAESHUTDOWN from a stack means that the peer has ended; a shutdown of this side is checked before.
 */
export function broken(socket: Socket, code: number): number {
  const meant = code === WSAESHUTDOWN ? WSAECONNRESET : code;
  if (BROKEN.includes(meant)) socket.failure = meant;
  return meant;
}
