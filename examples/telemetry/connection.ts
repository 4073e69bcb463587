import {
  AF_UNSPEC,
  type addrinfo,
  FD_CLOSE,
  FD_CLOSE_BIT,
  FD_CONNECT,
  FD_CONNECT_BIT,
  FD_READ,
  FD_WRITE,
  INVALID_SOCKET,
  newaddrinfo,
  newWSANETWORKEVENTS,
  ref,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  type WSAEVENT,
  WSAEWOULDBLOCK,
  type Ws2,
} from "@ws2kit/target";

/** Receives the events of a connection. */
export interface Listener {
  received(bytes: Uint8Array): void;
  /** The connection was lost, for this reason. */
  lost(why: string): void;
}

/** The most bytes received at once; answers of a broker are short. */
const CHUNK = 64;
const NOTHING = new Uint8Array(0);
const EVENTS = FD_CONNECT | FD_READ | FD_WRITE | FD_CLOSE;

/**
 * One TCP connection at a time, which blocks only in `wait`. Winsock signals an event object for each network event of
 * the socket; the wait ends then, or after its time.
 */
export class Connection {
  readonly #ws2: Ws2;
  readonly #listener: Listener;
  readonly #event: WSAEVENT;
  readonly #happened = newWSANETWORKEVENTS();
  readonly #chunk = new Uint8Array(CHUNK);
  #s: SOCKET = INVALID_SOCKET;
  #isWritable = false;
  #unsent: Uint8Array = NOTHING;
  #attempts = 0;

  constructor(ws2: Ws2, listener: Listener) {
    this.#ws2 = ws2;
    this.#listener = listener;
    this.#event = ws2.WSACreateEvent();
  }

  get isOpen(): boolean {
    return this.#s !== INVALID_SOCKET;
  }

  /** Whether the connection is established and has no unsent bytes, so that `send` can be called. */
  get isReady(): boolean {
    return this.#isWritable && this.#unsent.length === 0;
  }

  /** Starts to connect, each time to another address of a name. Only the name resolution may block. */
  open(host: string, port: number): void {
    const address = this.#addressOf(host, port);
    if (address === null) this.#fail("getaddrinfo");
    else if (!this.#connect(address)) this.#fail("connect");
  }

  /** Sends a packet; the rest is sent later if the send buffer is full. Call it only while `isReady`. */
  send(packet: Uint8Array): void {
    this.#unsent = packet;
    this.#sendRest();
  }

  /** Waits for network events, at most `ms` milliseconds, and calls the listener. */
  wait(ms: number): void {
    this.#ws2.WSAWaitForMultipleEvents(1, [this.#event], false, ms, false);
    if (!this.isOpen) return;
    const { iErrorCode } = this.#happened;
    this.#happened.lNetworkEvents = 0;
    if (this.#ws2.WSAEnumNetworkEvents(this.#s, this.#event, this.#happened) === SOCKET_ERROR) this.#fail("network");
    if (this.#has(FD_CONNECT) && iErrorCode[FD_CONNECT_BIT] !== 0) this.#lose("connect", iErrorCode[FD_CONNECT_BIT]);
    if (this.#has(FD_WRITE)) {
      this.#isWritable = true;
      this.#sendRest();
    }
    if (this.#has(FD_READ)) this.#receive();
    if (this.#has(FD_CLOSE)) this.#lose("closed", iErrorCode[FD_CLOSE_BIT]);
  }

  close(): void {
    if (this.isOpen) this.#ws2.closesocket(this.#s);
    this.#s = INVALID_SOCKET;
    this.#isWritable = false;
    this.#unsent = NOTHING;
  }

  /** Whether a network event happened, on a connection that is still open. */
  #has(event: number): boolean {
    return this.isOpen && (this.#happened.lNetworkEvents & event) !== 0;
  }

  #addressOf(host: string, port: number): addrinfo | null {
    const list = ref<addrinfo | null>(null);
    const hints = newaddrinfo({ ai_family: AF_UNSPEC, ai_socktype: SOCK_STREAM });
    this.#ws2.getaddrinfo(host, String(port), hints, list);
    const addresses: addrinfo[] = [];
    for (let at = list.value; at !== null; at = at.ai_next) addresses.push(at);
    return addresses[this.#attempts++ % addresses.length] ?? null;
  }

  #connect({ ai_family, ai_addr, ai_addrlen }: addrinfo): boolean {
    const ws2 = this.#ws2;
    this.#s = ws2.socket(ai_family, SOCK_STREAM, 0);
    if (this.#s === INVALID_SOCKET) return false;
    if (ws2.WSAEventSelect(this.#s, this.#event, EVENTS) === SOCKET_ERROR) return false;
    return ws2.connect(this.#s, ai_addr, ai_addrlen) !== SOCKET_ERROR || ws2.WSAGetLastError() === WSAEWOULDBLOCK;
  }

  #receive(): void {
    const received = this.#ws2.recv(this.#s, this.#chunk, CHUNK, 0);
    if (received > 0) this.#listener.received(this.#chunk.subarray(0, received));
    else if (received === SOCKET_ERROR) this.#unlessWouldBlock("recv");
  }

  /** Sends the unsent bytes until the send buffer is full; FD_WRITE then signals when to continue. */
  #sendRest(): void {
    while (this.#unsent.length > 0) {
      const taken = this.#ws2.send(this.#s, this.#unsent, this.#unsent.length, 0);
      if (taken === SOCKET_ERROR) {
        this.#unlessWouldBlock("send");
        return;
      }
      this.#unsent = this.#unsent.subarray(taken);
    }
  }

  #unlessWouldBlock(call: string): void {
    if (this.#ws2.WSAGetLastError() !== WSAEWOULDBLOCK) this.#fail(call);
  }

  #fail(call: string): void {
    this.#lose(call, this.#ws2.WSAGetLastError());
  }

  #lose(what: string, code: number): void {
    this.close();
    this.#listener.lost(code === 0 ? what : `${what}: error ${code}`);
  }
}
