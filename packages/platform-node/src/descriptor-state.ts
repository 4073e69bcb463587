import { SOCK_STREAM } from "@ws2kit/spi";

const STREAM = 0x1;
const CONNECTED = 0x2;
const SEND_SHUT = 0x4;
const LINGERS = 0x8;
const CONNECTING = 0x40;
const HAS_ERRORS = 0x10;
const REFUSED = 0x20;
const RESET = 0x80;
const ABORTED = 0x100;

/** What the kernel does not say about a descriptor when a call on it fails: two bytes each. */
export class DescriptorState {
  #bits = new Uint16Array(64);

  opened(fd: number, type: number): void {
    this.#set(fd, type === SOCK_STREAM ? STREAM : 0);
  }

  /** A connection takes its listener's SO_LINGER over. */
  accepted(fd: number, listener: number): void {
    this.#set(fd, STREAM | CONNECTED | (this.#bits[listener] & LINGERS));
  }

  connected(fd: number): void {
    this.#bits[fd] = (this.#bits[fd] & ~CONNECTING) | CONNECTED;
  }

  /** A connect is under way: sending fails as on a connection. */
  connecting(fd: number): void {
    this.#bits[fd] |= CONNECTING | CONNECTED;
  }

  /** It has failed. */
  failed(fd: number): void {
    this.#bits[fd] &= ~(CONNECTING | CONNECTED);
  }

  isConnecting(fd: number): boolean {
    return (this.#bits[fd] & CONNECTING) !== 0;
  }

  sendShut(fd: number): void {
    this.#bits[fd] |= SEND_SHUT;
  }

  /** SO_LINGER was set, to whatever value. */
  lingers(fd: number): void {
    this.#bits[fd] |= LINGERS;
  }

  /** A send has met the ICMP error of an earlier datagram, which now stands in the error queue alone. */
  hasErrors(fd: number): boolean {
    return (this.#bits[fd] & HAS_ERRORS) !== 0;
  }

  /** Notes such an error, and whether it is that nobody has the port. */
  noteErrors(fd: number, isRefusal: boolean): void {
    this.#bits[fd] |= isRefusal ? HAS_ERRORS | REFUSED : HAS_ERRORS;
  }

  /** Forgets such errors; whether one was that nobody has the port. */
  takeErrors(fd: number): boolean {
    const wasRefused = (this.#bits[fd] & REFUSED) !== 0;
    this.#bits[fd] &= ~(HAS_ERRORS | REFUSED);
    return wasRefused;
  }

  isStream(fd: number): boolean {
    return (this.#bits[fd] & STREAM) !== 0;
  }

  /** Whether it has a peer, is reaching for one, or had one that has gone. */
  isConnected(fd: number): boolean {
    return (this.#bits[fd] & CONNECTED) !== 0;
  }

  mayLinger(fd: number): boolean {
    return (this.#bits[fd] & LINGERS) !== 0;
  }

  isSendShut(fd: number): boolean {
    return (this.#bits[fd] & SEND_SHUT) !== 0;
  }

  /** A call has reported a reset of the connection. */
  wasReset(fd: number): void {
    this.#bits[fd] |= RESET;
  }

  /** Notes that the connection has broken; whether that is an abort: a reset behind the peer's end. */
  broke(fd: number): boolean {
    if ((this.#bits[fd] & RESET) === 0) this.#bits[fd] |= ABORTED;
    return this.isAborted(fd);
  }

  isAborted(fd: number): boolean {
    return (this.#bits[fd] & ABORTED) !== 0;
  }

  #set(fd: number, bits: number): void {
    if (fd >= this.#bits.length) {
      const larger = new Uint16Array(Math.max(2 * this.#bits.length, fd + 1));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[fd] = bits;
  }
}
