import {
  FD_CLOSE,
  FD_CONNECT,
  FD_CONNECT_BIT,
  FD_READ,
  INVALID_SOCKET,
  MAKEWORD,
  newWSADATA,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  sockaddrHost,
  sockaddrPort,
  WSA_INVALID_EVENT,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  type WSABUF,
  WSAEALREADY,
  WSAENOBUFS,
  WSAENOTSOCK,
  type WSAEVENT,
  WSANOTINITIALISED,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Limit } from "./limit.js";
import { type Shared, sharedBy } from "./shared.js";
import { WinsockError } from "./winsock-error.js";
import type { Ws2 } from "./ws2.js";

/** One end of a connection, or of a datagram. */
export interface Address {
  /** An IPv4 or IPv6 address as text: "10.0.0.9", "fd00::9". */
  readonly host: string;
  /** The port, 0 to 65535. */
  readonly port: number;
}

/** Sends of one socket that wait for room at once. */
const MOST_SENDS = 16;

/** The network events of a stream after which a receive is repeated. */
export const ARRIVAL = FD_READ | FD_CLOSE;

/** A wait for network events. */
export interface Waiter {
  /** FD_CONNECT, whose code ends the wait, or events after which a call is repeated. */
  readonly mask: number;
  /** What ends the wait early. */
  readonly limit: Limit | null;
  /** Called when the wait has ended. `code`: why it ended without an event, or 0. */
  readonly end: (code: number) => void;
}

/** An overlapped send that waits for room. */
interface Send {
  readonly overlapped: WSAOVERLAPPED;
  end(code: number): void;
}

/**
 * A socket that never blocks, with the event that Winsock signals for it: network events (WSAEventSelect) end waits to
 * connect, accept and receive; a send that waits for room is an overlapped operation.
 */
export class OpenSocket {
  readonly ws2: Ws2;
  readonly shared: Shared;
  /** Whether an event has been signalled since a receive cleared this; true at first. */
  hasNews = true;
  /** Whether FD_CLOSE may have been signalled. */
  isClosing = false;
  /** What messages call the address. */
  address: string;
  readonly #event: WSAEVENT;
  #s: SOCKET;
  readonly #waiters: Waiter[] = [];
  #sends: Send[] = [];

  /** Owns `s` from now on. Throws, with the socket closed, when there is no event for it. */
  constructor(ws2: Ws2, s: SOCKET, events: number, address: string) {
    this.ws2 = ws2;
    this.shared = sharedBy(ws2);
    this.#s = s;
    this.address = address;
    if (s === INVALID_SOCKET) throw this.error("socket");
    this.#event = ws2.WSACreateEvent();
    if (this.#event === WSA_INVALID_EVENT) {
      const error = this.error("WSACreateEvent");
      ws2.closesocket(s);
      throw error;
    }
    ws2.onSignal(this.#event, () => this.#signalled());
    if (ws2.WSAEventSelect(s, this.#event, events) === SOCKET_ERROR) this.fail("WSAEventSelect");
  }

  /** The socket's handle; -1 once it is closed. */
  get handle(): SOCKET {
    return this.#s;
  }

  get isClosed(): boolean {
    return this.#s === INVALID_SOCKET;
  }

  /** The error of a call that has just failed, or of `code`. */
  error(call: string, code = this.ws2.WSAGetLastError()): WinsockError {
    return new WinsockError(code, call, this.address, this.#s);
  }

  /** Closes the socket, and throws the error of the call that has just failed. */
  fail(call: string): never {
    const error = this.error(call);
    this.close();
    throw error;
  }

  /** Throws where the socket is closed, and where the operation must not begin as one of its kind is under way. */
  check(call: string, isUnderWay: boolean, limit: Limit | null): void {
    if (this.isClosed) throw this.error(call, WSAENOTSOCK);
    if (isUnderWay) throw this.error(call, WSAEALREADY);
    if (limit !== null && limit.code !== 0) throw this.error(call, limit.code);
  }

  /**
   * Adds a wait for network events, after which a call is to be repeated; for FD_CONNECT, the wait ends with the code
   * of that event. It ends at once if the socket is closed or the limit has ended.
   */
  await(waiter: Waiter): void {
    const { limit } = waiter;
    if (this.isClosed) {
      waiter.end(WSAENOTSOCK);
      return;
    }
    if (limit !== null) {
      if (limit.code !== 0) {
        waiter.end(limit.code);
        return;
      }
      limit.ended = () => this.#end(waiter, limit.code);
    }
    this.#waiters.push(waiter);
  }

  /** As `await`: resolves when the call is to be repeated, or rejects with the code. */
  wait(mask: number, limit: Limit | null, call: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (code: number) => (code === 0 ? resolve() : reject(this.error(call, code)));
      this.await({ mask, limit, end });
    });
  }

  /** Whether sends wait for room. */
  get isSending(): boolean {
    return this.#sends.length > 0;
  }

  /**
   * Starts an overlapped send; `start` makes the call. Resolves when the provider has taken every byte. A limit closes
   * the socket, as part of the bytes may be on their way.
   */
  sendLater(
    call: string,
    limit: Limit | null,
    start: (overlapped: WSAOVERLAPPED, sent: Ref<number>) => number,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#sends.length >= MOST_SENDS) return reject(this.error(call, WSAENOBUFS));
      const send: Send = {
        overlapped: newWSAOVERLAPPED(this.#event),
        end: (code) => {
          this.#sends = this.#sends.filter((one) => one !== send);
          if (limit !== null) limit.ended = null;
          if (code === 0) resolve();
          else reject(this.error(call, code));
        },
      };
      const result = start(send.overlapped, ref(0));
      if (result === 0) return resolve();
      if (this.ws2.WSAGetLastError() !== WSA_IO_PENDING) return reject(this.error(call));
      this.#sends.push(send);
      if (limit === null) return;
      limit.ended = () => {
        send.end(limit.code);
        this.close();
      };
      if (limit.code !== 0) limit.ended();
    });
  }

  /** The local address. */
  get local(): Address {
    const name = new Uint8Array(SOCKADDR_STORAGE_SIZE);
    if (this.ws2.getsockname(this.#s, name, ref(name.length)) === SOCKET_ERROR) throw this.error("getsockname");
    return addressOf(name);
  }

  /** Ends the waits for network events as an event does: each repeats its call, and may wait again. */
  repeat(): void {
    for (let left = this.#waiters.length; left > 0 && this.#waiters.length > 0; left--) this.#end(this.#waiters[0], 0);
  }

  /** Ends the waits for network events, not the sends, with WSA_OPERATION_ABORTED. */
  endWaits(): void {
    while (this.#waiters.length > 0) this.#end(this.#waiters[0], WSA_OPERATION_ABORTED);
  }

  /** Closes the socket and its event. What waits fails with WSA_OPERATION_ABORTED. */
  close(): void {
    const { ws2 } = this;
    if (this.isClosed) return;
    ws2.closesocket(this.#s);
    ws2.WSACloseEvent(this.#event);
    const sends = [...this.#sends];
    this.endWaits();
    for (const send of sends) send.end(WSA_OPERATION_ABORTED);
    this.#s = INVALID_SOCKET;
  }

  #end(waiter: Waiter, code: number): void {
    this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
    if (waiter.limit !== null) waiter.limit.ended = null;
    waiter.end(code);
  }

  #signalled(): void {
    const { ws2 } = this;
    const { happened } = this.shared;
    happened.lNetworkEvents = 0;
    // resets the event, too
    const isKnown = ws2.WSAEnumNetworkEvents(this.#s, this.#event, happened) !== SOCKET_ERROR;
    const { lNetworkEvents, iErrorCode } = happened;
    if (!isKnown || (lNetworkEvents & FD_CLOSE) !== 0) this.isClosing = true;
    this.hasNews = true;
    const [first] = this.#waiters;
    // a socket that connects has no other waits
    if (first !== undefined && first.mask === FD_CONNECT) {
      if ((lNetworkEvents & FD_CONNECT) !== 0) this.#end(first, iErrorCode[FD_CONNECT_BIT]);
    } else this.repeat();
    for (const send of this.#sends) {
      if (ws2.WSAGetOverlappedResult(this.#s, send.overlapped, ref(0), false, ref(0))) send.end(0);
      else if (ws2.WSAGetLastError() !== WSA_IO_INCOMPLETE) send.end(ws2.WSAGetLastError());
    }
  }
}

/** Opens a socket; starts Winsock 2.2 where the program has not. */
export function openSocket(ws2: Ws2, af: number, type: number): SOCKET {
  const s = ws2.socket(af, type, 0);
  if (s !== INVALID_SOCKET || ws2.WSAGetLastError() !== WSANOTINITIALISED) return s;
  return ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) === 0 ? ws2.socket(af, type, 0) : INVALID_SOCKET;
}

/** One buffer, as WSASend receives it. */
export function bufferOf(buf: Uint8Array, off: number): WSABUF {
  return { buf, off, len: buf.length - off };
}

export function addressOf(name: Uint8Array): Address {
  return { host: sockaddrHost(name), port: sockaddrPort(name) };
}
