import { AF_INET6, SOCK_STREAM } from "@ws2kit/spi";

const STREAM = 0x1;
const CONNECTED = 0x2;
const SEND_SHUT = 0x4;
const LINGERS = 0x8;
const CONNECTING = 0x40;
const HAS_ERRORS = 0x10;
const REFUSED = 0x20;
const RESET = 0x80;
const ABORTED = 0x100;
const IPV6 = 0x200;
const OPEN = 0x400;

/** The state of descriptors that the kernel does not report when a call fails: two bytes each. */
export class DescriptorState {
  #bits = new Uint16Array(64);
  #open = 0;

  /** The number of open descriptors. */
  get openSockets(): number {
    return this.#open;
  }

  opened(fd: number, type: number, family: number): void {
    this.#begin(fd, (type === SOCK_STREAM ? STREAM : 0) | (family === AF_INET6 ? IPV6 : 0));
  }

  /** Whether a descriptor was opened for IPv6. */
  isIPv6(fd: number): boolean {
    return (this.#bits[fd] & IPV6) !== 0;
  }

  /** Records an accepted connection, which inherits its listener's SO_LINGER. */
  accepted(fd: number, listener: number): void {
    this.#begin(fd, STREAM | CONNECTED | (this.#bits[listener] & LINGERS));
  }

  /** Records that a descriptor is about to be closed. */
  closed(fd: number): void {
    if ((this.#bits[fd] & OPEN) === 0) return;
    this.#bits[fd] = 0;
    this.#open--;
  }

  connected(fd: number): void {
    this.#bits[fd] = (this.#bits[fd] & ~CONNECTING) | CONNECTED;
  }

  /** Records that a connect is pending: sending then fails as on a connection. */
  connecting(fd: number): void {
    this.#bits[fd] |= CONNECTING | CONNECTED;
  }

  /** Records that the connect has failed. */
  failed(fd: number): void {
    this.#bits[fd] &= ~(CONNECTING | CONNECTED);
  }

  isConnecting(fd: number): boolean {
    return (this.#bits[fd] & CONNECTING) !== 0;
  }

  sendShut(fd: number): void {
    this.#bits[fd] |= SEND_SHUT;
  }

  /** Records that SO_LINGER was set, to any value. */
  lingers(fd: number): void {
    this.#bits[fd] |= LINGERS;
  }

  /** Whether a send has reported the ICMP error of an earlier datagram, which now is only in the error queue. */
  hasErrors(fd: number): boolean {
    return (this.#bits[fd] & HAS_ERRORS) !== 0;
  }

  /** Records such an error, and whether it is an unreachable port. */
  noteErrors(fd: number, isRefusal: boolean): void {
    this.#bits[fd] |= isRefusal ? HAS_ERRORS | REFUSED : HAS_ERRORS;
  }

  /** Removes such errors; returns whether one was an unreachable port. */
  takeErrors(fd: number): boolean {
    const wasRefused = (this.#bits[fd] & REFUSED) !== 0;
    this.#bits[fd] &= ~(HAS_ERRORS | REFUSED);
    return wasRefused;
  }

  isStream(fd: number): boolean {
    return (this.#bits[fd] & STREAM) !== 0;
  }

  /** Whether it is connected, is connecting, or was connected. */
  isConnected(fd: number): boolean {
    return (this.#bits[fd] & CONNECTED) !== 0;
  }

  mayLinger(fd: number): boolean {
    return (this.#bits[fd] & LINGERS) !== 0;
  }

  isSendShut(fd: number): boolean {
    return (this.#bits[fd] & SEND_SHUT) !== 0;
  }

  /** Records that a call has reported a reset of the connection. */
  wasReset(fd: number): void {
    this.#bits[fd] |= RESET;
  }

  /** Records that the connection has broken; returns whether it was aborted: reset after the peer's end. */
  broke(fd: number): boolean {
    if ((this.#bits[fd] & RESET) === 0) this.#bits[fd] |= ABORTED;
    return this.isAborted(fd);
  }

  isAborted(fd: number): boolean {
    return (this.#bits[fd] & ABORTED) !== 0;
  }

  #begin(fd: number, bits: number): void {
    if (fd >= this.#bits.length) {
      const larger = new Uint16Array(Math.max(2 * this.#bits.length, fd + 1));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[fd] = bits | OPEN;
    this.#open++;
  }
}
