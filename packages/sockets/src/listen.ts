import {
  FD_ACCEPT,
  INVALID_SOCKET,
  ref,
  SOCK_STREAM,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  SOMAXCONN,
  sockaddrFamily,
  sockaddrText,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { type Connection, connectionOf } from "./connection.js";
import { type Limits, limitOf } from "./limit.js";
import { type Address, addressOf, OpenSocket, openSocket } from "./open-socket.js";
import { addresses } from "./resolve.js";
import type { Ws2 } from "./ws2.js";

/** Where to listen. */
export interface ListenOptions {
  /** An address of this machine in figures; every IPv4 interface unless given. The look-up of a name blocks. */
  readonly host?: string | undefined;
  /** 0 for any free port: `listener.local.port` is the one. */
  readonly port: number;
  /** Connections that wait to be accepted; the system's most unless given. */
  readonly backlog?: number | undefined;
}

/**
 * A TCP socket that listens. Connections wait in its backlog until the program accepts them, so a busy program holds no
 * more than it has asked for. One accept may be under way at a time.
 */
export class Listener implements AsyncIterable<Connection> {
  readonly #socket: OpenSocket;
  #isAccepting = false;

  /** Owns the socket from now on. */
  constructor(socket: OpenSocket) {
    this.#socket = socket;
  }

  /** The address on which it listens. */
  get local(): Address {
    return this.#socket.local;
  }

  /** The socket's handle; -1 once it is closed. */
  get handle(): SOCKET {
    return this.#socket.handle;
  }

  /**
   * Accepts the next connection. A client that is gone before it is accepted is passed over. Rejects with WSAEMFILE
   * where no handle is left: the client stays in the backlog.
   */
  async accept(limits?: Limits): Promise<Connection> {
    const socket = this.#socket;
    const { ws2 } = socket;
    const limit = limitOf(ws2, limits);
    try {
      socket.check("accept", this.#isAccepting, limit);
      this.#isAccepting = true;
      const name = new Uint8Array(SOCKADDR_STORAGE_SIZE);
      try {
        for (;;) {
          const s = ws2.accept(socket.handle, name, ref(name.length));
          if (s !== INVALID_SOCKET) {
            const connection = connectionOf(ws2, s, addressOf(name));
            await socket.shared.succeeded();
            return connection;
          }
          const code = ws2.WSAGetLastError();
          if (code === WSAEWOULDBLOCK) await socket.wait(FD_ACCEPT, limit, "accept");
          else if (code !== WSAECONNRESET && code !== WSAECONNABORTED) throw socket.error("accept", code);
        }
      } finally {
        this.#isAccepting = false;
      }
    } finally {
      limit?.release();
    }
  }

  /** Accepts until the listener is closed. */
  async *connections(limits?: Limits): AsyncGenerator<Connection, void, undefined> {
    while (!this.#socket.isClosed) {
      const next = await this.accept(limits).catch((error) => {
        if (this.#socket.isClosed) return null;
        throw error;
      });
      if (next === null) return;
      yield next;
    }
  }

  /** Accepts connections until the listener is closed, as `connections` does. */
  [Symbol.asyncIterator](): AsyncGenerator<Connection, void, undefined> {
    return this.connections();
  }

  /**
   * Stops listening; accepted connections live on. An accept that waits fails with WSA_OPERATION_ABORTED, and a loop
   * ends.
   */
  close(): void {
    this.#socket.close();
  }
}

/**
 * Listens for TCP connections. Throws a WinsockError: WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEACCES, WSAEINVAL (a port
 * that is none), WSAEMFILE.
 *
 * ```ts
 * for await (const connection of listen(ws2, { port: 7 })) void echo(connection);
 * ```
 */
export function listen(ws2: Ws2, { host = "0.0.0.0", port, backlog = SOMAXCONN }: ListenOptions): Listener {
  const [name] = addresses(ws2, host, port, SOCK_STREAM);
  const s = openSocket(ws2, sockaddrFamily(name), SOCK_STREAM);
  const socket = new OpenSocket(ws2, s, FD_ACCEPT, sockaddrText(name));
  if (ws2.bind(s, name, name.length) === SOCKET_ERROR) socket.fail("bind");
  if (ws2.listen(s, backlog) === SOCKET_ERROR) socket.fail("listen");
  return new Listener(socket);
}
