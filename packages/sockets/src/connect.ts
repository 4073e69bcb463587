import { FD_CONNECT, SOCK_STREAM, SOCKET_ERROR, sockaddrFamily, sockaddrText, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { Connection, STREAM_EVENTS } from "./connection.js";
import { type Limit, type Limits, limitOf } from "./limit.js";
import { addressOf, OpenSocket, openSocket } from "./open-socket.js";
import { type Endpoint, resolve } from "./resolve.js";
import type { Ws2 } from "./ws2.js";

/** Where to connect, and for how long to try. */
export interface ConnectOptions extends Endpoint, Limits {
  readonly host: string;
}

/**
 * Connects over TCP to a host, trying its addresses one after the other; `timeout` is for all of them together. Rejects
 * with the code of the last attempt (WSAECONNREFUSED, WSAEHOSTUNREACH, …), of the look-up (WSAHOST_NOT_FOUND), or of a
 * limit; no socket stays open then.
 *
 * ```ts
 * const connection = await connect(ws2, { host: "10.0.0.9", port: 80, timeout: 5000 });
 * ```
 */
export async function connect(ws2: Ws2, options: ConnectOptions): Promise<Connection> {
  const limit = limitOf(ws2, options);
  try {
    const names = await resolve(ws2, options, SOCK_STREAM, limit);
    for (let i = 0; ; i++) {
      try {
        return await connectTo(ws2, names[i], limit);
      } catch (error) {
        if (limit !== null && limit.code !== 0) throw error;
        if (i + 1 >= names.length) throw error;
      }
    }
  } finally {
    limit?.release();
  }
}

async function connectTo(ws2: Ws2, name: Uint8Array, limit: Limit | null): Promise<Connection> {
  const s = openSocket(ws2, sockaddrFamily(name), SOCK_STREAM);
  const socket = new OpenSocket(ws2, s, STREAM_EVENTS, sockaddrText(name));
  if (ws2.connect(s, name, name.length) === SOCKET_ERROR && ws2.WSAGetLastError() !== WSAEWOULDBLOCK) {
    socket.fail("connect");
  }
  try {
    await socket.wait(FD_CONNECT, limit, "connect");
  } catch (error) {
    socket.close();
    throw error;
  }
  return new Connection(socket, addressOf(name));
}
