import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_MAX_EVENTS,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  READY_END,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_LOOK,
  READY_OUT,
  READY_PRI,
  ref,
  WSAECONNABORTED,
  type WSAEVENT,
} from "@ws2kit/spi";
import { settle } from "./connecting.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/**
 * The network events of one socket: which are asked for, which have happened, and which may be recorded again. A kind is
 * recorded again after the call that enables it (recv for FD_READ, accept for FD_ACCEPT, a send that would block for
 * FD_WRITE), and FD_READ and FD_ACCEPT also when more arrives. Source: reference §1.1, §1.2; oracle WSAEventSelect-*.
 */
export class NetworkEvents {
  /** The process whose event it is, the event, and the mask. */
  tcp: Tcpip | null = null;
  event: WSAEVENT | null = null;
  mask = 0;
  recorded = 0;
  /** FD_* that may be recorded. */
  enabled = -1;
  readonly codes: number[] = [];
  /** The bytes that could be read when FD_READ was last recorded. */
  #seen = 0;

  select(socket: Socket, tcp: Tcpip, event: WSAEVENT | null, mask: number): void {
    this.tcp = tcp;
    this.event = event;
    this.mask = mask;
    this.recorded = 0;
    this.enabled |= FD_READ;
    if (socket.isStream && socket.isConnected && !socket.isAccepted) this.record(FD_CONNECT, 0);
  }

  /** What an accepted socket takes over: the same event and mask, and nothing recorded yet. */
  inherited(): NetworkEvents {
    const events = new NetworkEvents();
    events.tcp = this.tcp;
    events.event = this.event;
    events.mask = this.mask;
    events.enabled &= ~FD_CONNECT;
    return events;
  }

  /** READY_* that would bring something new. */
  events(socket: Socket): number {
    const open = this.mask & this.enabled;
    if (socket.isListening) return (this.mask & FD_ACCEPT) !== 0 && socket.hasRoomForArrivals ? READY_IN : 0;
    if (socket.isConnecting) return (open & (FD_CONNECT | FD_WRITE)) !== 0 ? READY_OUT : 0;
    return (
      this.#inputEvents(open) |
      ((open & FD_WRITE) !== 0 && socket.isBound ? READY_OUT : 0) |
      ((open & FD_OOB) !== 0 && (this.enabled & FD_CLOSE) !== 0 ? READY_PRI : 0)
    );
  }

  /**
   * What was told stays ready until it is read, and would end every wait: more of it is looked for in passing. Once the
   * peer has closed, nothing new can come.
   */
  #inputEvents(open: number): number {
    if ((this.mask & (FD_READ | FD_CLOSE)) === 0 || (this.enabled & FD_CLOSE) === 0) return 0;
    const end = (open & FD_CLOSE) !== 0 ? READY_END : 0;
    return (this.enabled & FD_READ) !== 0 ? end | READY_IN : end | READY_LOOK;
  }

  stirred(socket: Socket, bits: number): void {
    if (socket.isListening) {
      if ((bits & READY_IN) !== 0 && (this.mask & FD_ACCEPT) !== 0) this.#recordArrivals(socket);
      return;
    }
    if (socket.isConnecting) {
      settle(socket);
      if (socket.isConnecting) return;
      this.record(FD_CONNECT, socket.error);
      if (socket.error !== 0) return;
    }
    if (socket.isStream && !socket.isConnected) return;
    if ((bits & READY_PRI) !== 0) this.record(FD_OOB, 0);
    if ((bits & READY_OUT) !== 0 && socket.isBound && (bits & READY_ERR) === 0) this.record(FD_WRITE, 0);
    this.#recordInput(socket, bits);
  }

  /** Takes what has come in from the stack, so that each further connection is news. */
  #recordArrivals(socket: Socket): void {
    if (!socket.collectArrivals()) return;
    this.enable(FD_ACCEPT);
    this.record(FD_ACCEPT, 0);
  }

  #recordInput(socket: Socket, bits: number): void {
    if ((bits & READY_ERR) !== 0 && socket.isStream) {
      // what is broken stays ready for sending, and would end every wait
      this.enabled &= ~FD_WRITE;
      this.record(FD_CLOSE, WSAECONNABORTED);
      return;
    }
    if ((bits & (READY_IN | READY_LOOK | READY_HUP)) !== 0) this.recordData(socket);
    if (!socket.isStream) return;
    const hasEnded = (bits & (READY_HUP | READY_END)) !== 0 || ((bits & READY_IN) !== 0 && isAtEnd(socket));
    if (hasEnded) this.record(FD_CLOSE, 0);
  }

  /** Records FD_READ if there is something to read that it has not told of. */
  recordData(socket: Socket): void {
    const available = socket.station.network.available(socket.fd);
    if (available > this.#seen) this.enable(FD_READ);
    this.#seen = available;
    if (available > 0 || (!socket.isStream && hasDatagram(socket))) this.record(FD_READ, 0);
  }

  /** Records an event that is enabled, and signals. */
  record(bit: number, code: number): void {
    if ((this.enabled & bit) === 0) return;
    this.enabled &= ~bit;
    if ((this.mask & bit) === 0) return;
    this.recorded |= bit;
    this.codes[indexOf(bit)] = code;
    if (this.tcp !== null && this.event !== null) this.tcp.upcalls.WPUSetEvent(this.event, ref(0));
  }

  /** Lets an event be recorded again. */
  enable(bit: number): void {
    this.enabled |= bit;
  }

  /** Hands over what is recorded, and forgets it. */
  take(iErrorCode: number[]): number {
    const { recorded } = this;
    for (let i = 0; i < FD_MAX_EVENTS; i++) if ((recorded & (1 << i)) !== 0) iErrorCode[i] = this.codes[i] ?? 0;
    this.recorded = 0;
    return recorded;
  }
}

/** Whether a readable stream has nothing left but its end; one whose data a receive has just taken has not. */
function isAtEnd(socket: Socket): boolean {
  return socket.station.network.available(socket.fd) === 0 && socket.peek() === 0;
}

/** A datagram of no bytes is one too. */
function hasDatagram(socket: Socket): boolean {
  return socket.peek() >= 0;
}

function indexOf(bit: number): number {
  return 31 - Math.clz32(bit);
}
