import {
  MSG_OOB,
  MSG_PEEK,
  READY_END,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  READY_PRI,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SOCK_STREAM,
  WSAEADDRNOTAVAIL,
  WSAEALREADY,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { isMulticast } from "../addresses/address.js";
import type { Endpoint } from "../addresses/endpoint.js";
import type { Host } from "../host/host.js";
import { Socket } from "../host/socket.js";
import type { Flow, FlowEnd } from "../wire/flow.js";
import type { Link } from "../wire/link.js";
import { AcceptQueue } from "./accept-queue.js";
import { startHandshake } from "./handshake.js";

/** The conditions of a stream that has ended or failed. */
const ENDED = READY_IN | READY_OUT | READY_END | READY_HUP;

type Phase = "idle" | "listening" | "connecting" | "connected" | "broken";

/** A TCP socket: a listener with its queue, or one end of a connection. */
export class StreamSocket extends Socket implements FlowEnd {
  #phase: Phase = "idle";
  #closed = false;
  #queue: AcceptQueue<StreamSocket> | null = null;
  #out: Flow | null = null;
  #in: Flow | null = null;
  #peer: StreamSocket | null = null;
  #toPeer: Link | null = null;
  /** The code with which the connection broke; every later call returns it. */
  #reason = 0;
  #receiveShut = false;

  constructor(host: Host, family: number) {
    super(host, family, SOCK_STREAM, host.tcp);
  }

  get sendLimit(): number {
    return this.options.sendBuffer;
  }

  get receiveLimit(): number {
    return this.options.receiveBuffer;
  }

  get oobInline(): boolean {
    return this.options.oobInline !== 0;
  }

  get gone(): boolean {
    return this.#closed || this.#phase === "broken";
  }

  get connecting(): boolean {
    return this.#phase === "connecting" && !this.#closed;
  }

  override get listening(): boolean {
    return this.#queue !== null;
  }

  /** Whether the accept queue has room for another connection. */
  get hasRoom(): boolean {
    return this.#queue !== null && !this.#queue.full;
  }

  override listen(backlog: number): number {
    if (this.#phase === "connected" || this.#phase === "broken") return -WSAEISCONN;
    if (this.local === null || this.#phase === "connecting") return -WSAEINVAL;
    this.#queue ??= new AcceptQueue();
    this.#queue.setBacklog(backlog);
    this.#phase = "listening";
    return 0;
  }

  override accept(): StreamSocket | number {
    if (this.#queue === null) return -WSAEINVAL;
    return this.#queue.next() ?? -WSAEWOULDBLOCK;
  }

  override get acceptable(): boolean {
    return this.#queue !== null && !this.#queue.empty;
  }

  override connect(name: Uint8Array, namelen: number): number {
    if (this.#phase === "connecting") return -WSAEALREADY;
    if (this.#phase === "listening") return -WSAEINVAL;
    if (this.#phase !== "idle") return -WSAEISCONN;
    const error = this.fixPeer(name, namelen);
    if (error !== 0) return error;
    this.error = 0;
    // Before the SYN: on a link without latency, the answer arrives within this call.
    this.#phase = "connecting";
    const code = startHandshake(this, this.remote as Endpoint);
    if (code !== -WSAEWOULDBLOCK) this.#phase = "idle";
    return code;
  }

  /** Fails until the connection is established. */
  override getpeername(name: Uint8Array): number {
    return this.#in === null ? -WSAENOTCONN : super.getpeername(name);
  }

  /** Refuses addresses that a connection cannot have as its peer. */
  protected override readRemote(name: Uint8Array, namelen: number): Endpoint | number {
    const remote = super.readRemote(name, namelen);
    if (typeof remote === "number") return remote;
    return isMulticast(remote.ip) || this.host.isBroadcast(remote.ip) ? -WSAEADDRNOTAVAIL : remote;
  }

  /** Makes a connection for this listener's queue; `join` then connects it to its flows. */
  spawn(local: Endpoint, remote: Endpoint): StreamSocket {
    const child = new StreamSocket(this.host, this.family);
    child.inherit(this);
    child.local = local;
    child.remote = remote;
    this.#queue?.push(child);
    this.readinessChanged();
    return child;
  }

  /** Establishes the connection at this end. */
  join(peer: StreamSocket, out: Flow, into: Flow, toPeer: Link): void {
    this.#phase = "connected";
    this.#peer = peer;
    this.#out = out;
    this.#in = into;
    this.#toPeer = toPeer;
    this.readinessChanged();
  }

  /** Fails a connect. The socket can connect again. */
  failConnect(error: number): void {
    if (!this.connecting) return;
    this.#phase = "idle";
    this.error = error;
    this.readinessChanged();
  }

  send(buf: Uint8Array, off: number, len: number, flags: number): number {
    const out = this.#out;
    if (this.#phase !== "connected" || out === null) return this.#notConnected();
    if (out.ended) return -WSAESHUTDOWN;
    return out.write(buf, off, len, (flags & MSG_OOB) !== 0);
  }

  /** A connected stream ignores the address. */
  sendto(buf: Uint8Array, off: number, len: number, flags: number): number {
    return this.send(buf, off, len, flags);
  }

  recv(buf: Uint8Array, off: number, len: number, flags: number): number {
    const into = this.#in;
    if (into === null) return -WSAENOTCONN;
    if ((flags & MSG_OOB) !== 0) return this.#recvUrgent(into, buf, off, len, flags);
    if (into.readable() > 0) return into.read(buf, off, len, flags);
    if (this.#phase === "broken") return this.#notConnected();
    if (into.atEnd()) return 0;
    return this.#receiveShut ? -WSAESHUTDOWN : len === 0 ? 0 : -WSAEWOULDBLOCK;
  }

  shutdown(how: number): number {
    if (how !== SD_RECEIVE && how !== SD_SEND && how !== SD_BOTH) return -WSAEINVAL;
    if (this.#phase !== "connected") return -WSAENOTCONN;
    if (how !== SD_RECEIVE) this.#out?.end();
    if (how !== SD_SEND) this.#receiveShut = true;
    this.readinessChanged();
    return 0;
  }

  override atmark(): number {
    return this.#in === null ? 1 : this.#in.atmark();
  }

  override urgent(): number {
    return this.#in === null ? 0 : this.#in.urgent.waiting;
  }

  available(): number {
    return this.#in === null ? 0 : this.#in.readable();
  }

  override unsent(): number {
    return this.#out === null ? 0 : this.#out.unsent();
  }

  ready(): number {
    switch (this.#phase) {
      case "listening":
        return this.acceptable ? READY_IN : 0;
      case "connected":
        return this.#readyConnected(this.#in as Flow, this.#out as Flow);
      case "broken":
        return ENDED | (this.error !== 0 ? READY_ERR : 0);
      default:
        return this.error !== 0 ? ENDED | READY_ERR : 0;
    }
  }

  /**
   * Called when sent data has reached a peer that has closed: the connection is reset, or aborted if the peer had ended
   * its stream. Source: test_shutdown.
   */
  refused(): void {
    this.breakOff(this.#in?.endArrived ? WSAECONNABORTED : WSAECONNRESET);
  }

  /** Ends the connection, after a reset or a time-out. */
  breakOff(error: number): void {
    if (this.#phase !== "connected") return;
    this.#phase = "broken";
    this.#reason = error;
    this.error = error;
    this.#out?.sever();
    this.#in?.sever();
    if (this.#closed) this.#in?.release();
    this.readinessChanged();
  }

  close(): void {
    this.#closed = true;
    this.unbind();
    for (let waiting = this.#queue?.next(); waiting !== undefined; waiting = this.#queue?.next()) waiting.abort();
    if (this.#phase === "connected" && this.#closesHard) this.abort();
    else if (this.#phase === "connected") this.#out?.end();
    this.#in?.release();
  }

  /** Resets the connection: data in transit is lost, and the peer receives the reset. */
  abort(): void {
    const peer = this.#peer;
    this.#closed = true;
    this.#phase = "broken";
    this.#toPeer?.once(() => peer?.breakOff(WSAECONNRESET));
    this.#in?.release();
  }

  /** Whether closing resets the connection: as in BSD, if received bytes were not read. */
  get #closesHard(): boolean {
    const { lingerOn, lingerSeconds } = this.options;
    return this.#in?.unread === true || (lingerOn !== 0 && lingerSeconds === 0);
  }

  protected override optionChanged(): void {
    this.#in?.admit();
    // a larger SO_SNDBUF makes room; SO_OOBINLINE moves the urgent byte into the stream
    this.readinessChanged();
  }

  #readyConnected(into: Flow, out: Flow): number {
    let bits = 0;
    if (into.readable() > 0 || into.endArrived || this.#receiveShut) bits |= READY_IN;
    if (out.ended || out.room() > 0) bits |= READY_OUT;
    if (into.urgent.waiting > 0 && !this.oobInline) bits |= READY_PRI;
    if (into.endArrived) bits |= out.ended ? READY_HUP | READY_END : READY_END;
    return bits;
  }

  #notConnected(): number {
    if (this.#phase !== "broken") return -WSAENOTCONN;
    // This call reports the error, so SO_ERROR must not report it again.
    this.error = 0;
    return -this.#reason;
  }

  #recvUrgent(into: Flow, buf: Uint8Array, off: number, len: number, flags: number): number {
    if (this.oobInline) return -WSAEINVAL;
    const byte = into.urgent.take((flags & MSG_PEEK) !== 0 || len === 0);
    if (byte < 0) return -WSAEWOULDBLOCK;
    if (len === 0) return 0;
    buf[off] = byte;
    if ((flags & MSG_PEEK) === 0) this.readinessChanged();
    return 1;
  }
}
