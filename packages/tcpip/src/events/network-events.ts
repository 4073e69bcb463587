import { EventRecord } from "@ws2kit/core";
import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
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
  WSAECONNABORTED,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { settle } from "../socket/connection-state.js";
import type { Socket, SocketEvents } from "../socket/socket.js";

/**
 * The network events of one socket of this provider. An event is recorded again only after the call that enables it:
 * recv for FD_READ and FD_OOB, accept for FD_ACCEPT, a send that would block for FD_WRITE. FD_READ, FD_OOB and
 * FD_ACCEPT are recorded again when more arrives, too.
 */
export class NetworkEvents extends EventRecord implements SocketEvents {
  /** The bytes that could be read when FD_READ was last recorded. */
  #seen = 0;
  /** The urgent bytes that could be read when FD_OOB was last checked. */
  #urgent = 0;

  /** The events of an accepted socket: the same event and mask, and nothing recorded yet. */
  inherited(): NetworkEvents {
    const events = new NetworkEvents();
    events.inherit(this);
    return events;
  }

  /** READY_* that would cause a new event. */
  events(socket: Socket): number {
    const open = this.mask & this.enabled;
    if (socket.isListening) return (this.mask & FD_ACCEPT) !== 0 && socket.hasRoomForArrivals ? READY_IN : 0;
    if (socket.isConnecting) return (open & (FD_CONNECT | FD_WRITE)) !== 0 ? READY_OUT : 0;
    return (
      this.#inputEvents(open) | ((open & FD_WRITE) !== 0 && socket.isBound ? READY_OUT : 0) | this.#urgentEvents(open)
    );
  }

  #urgentEvents(open: number): number {
    if ((this.mask & FD_OOB) === 0 || (this.enabled & FD_CLOSE) === 0) return 0;
    return (open & FD_OOB) !== 0 ? READY_PRI : READY_LOOK;
  }

  /**
   * READY_* for input. After FD_READ is recorded, the data stays ready and would end every wait, so it is not watched:
   * READY_LOOK checks for more. After the peer has closed, no new input can arrive.
   */
  #inputEvents(open: number): number {
    if ((this.mask & (FD_READ | FD_CLOSE)) === 0 || (this.enabled & FD_CLOSE) === 0) return 0;
    const end = (open & FD_CLOSE) !== 0 ? READY_END : 0;
    return (this.enabled & FD_READ) !== 0 ? end | READY_IN : end | READY_LOOK;
  }

  notify(socket: Socket, bits: number): void {
    if (socket.isListening) {
      if ((bits & READY_IN) !== 0 && (this.mask & FD_ACCEPT) !== 0) this.#recordArrivals(socket);
      return;
    }
    if (socket.isConnecting) {
      settle(socket);
      if (!socket.isConnected) return;
    }
    if (socket.isStream && !socket.isConnected) return;
    if ((bits & (READY_PRI | READY_LOOK)) !== 0 && (this.mask & FD_OOB) !== 0) this.#recordUrgent(socket, bits);
    this.#recordInput(socket, bits);
    if ((bits & READY_OUT) !== 0 && socket.isBound && (bits & READY_ERR) === 0) this.record(FD_WRITE, 0);
  }

  /** Accepts the waiting connections from the stack, so that a further connection is a new event. */
  #recordArrivals(socket: Socket): void {
    if (!socket.collectArrivals()) return;
    this.renew(FD_ACCEPT);
    this.record(FD_ACCEPT, 0);
  }

  #recordInput(socket: Socket, bits: number): void {
    if ((bits & READY_ERR) !== 0 && socket.isStream) {
      // a broken connection stays ready for sending, and would end every wait
      this.enabled &= ~FD_WRITE;
      this.record(FD_CLOSE, WSAECONNABORTED);
      return;
    }
    if ((bits & (READY_IN | READY_LOOK | READY_HUP)) !== 0) this.recordData(socket);
    if (!socket.isStream) return;
    // a readable stream without bytes is at its end, unless its data was received meanwhile
    const hasEnded =
      (bits & (READY_HUP | READY_END)) !== 0 || ((bits & READY_IN) !== 0 && this.#seen === 0 && socket.peek() === 0);
    // if a call has reported the reset already, FD_CLOSE has no error
    if (hasEnded) this.record(FD_CLOSE, socket.failure === 0 ? 0 : WSAECONNABORTED);
  }

  /** Records FD_OOB for urgent data; if the stack counts urgent bytes, again for each further byte. */
  #recordUrgent({ context, fd }: Socket, bits: number): void {
    const urgent = context.network.urgent?.(fd) ?? 0;
    if (urgent > this.#urgent) this.renew(FD_OOB);
    this.#urgent = urgent;
    if (urgent > 0 || (bits & READY_PRI) !== 0) this.record(FD_OOB, 0);
  }

  /**
   * Records FD_READ if there are bytes to receive that have not been reported. `isEmpty`: the caller knows that a
   * stream has none, and the stack is not asked.
   */
  recordData(socket: Socket, isEmpty?: boolean): void {
    const available = isEmpty ? 0 : socket.context.network.available(socket.fd);
    if (available > this.#seen) this.renew(FD_READ);
    this.#seen = available;
    if (available > 0 || (!socket.isStream && hasDatagram(socket))) this.record(FD_READ, 0);
  }
}

/** Whether a receive would not block: a datagram (perhaps empty) or an error waits. */
function hasDatagram(socket: Socket): boolean {
  return socket.peek() !== -WSAEWOULDBLOCK;
}
