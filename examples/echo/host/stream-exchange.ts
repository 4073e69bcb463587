import { randomInt } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { requireSame } from "./comparison.js";

/** The largest piece is one byte short of 64 KiB. */
const HALF_PIECE = 32 * 1024;

/** Sends `data` over a new connection in odd-sized pieces, and compares the bytes that return meanwhile. */
export async function exchangeStream(port: number, data: Buffer, came: (bytes: number) => void): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await once(socket, "connect");
  await Promise.all([sendInPieces(socket, data), compareEcho(socket, data, came)]);
}

async function sendInPieces(socket: Socket, data: Buffer): Promise<void> {
  for (let at = 0; at < data.length; ) {
    const end = at + 1 + 2 * randomInt(HALF_PIECE);
    if (!socket.write(data.subarray(at, end))) await once(socket, "drain");
    at = end;
  }
  socket.end();
}

async function compareEcho(socket: Socket, data: Buffer, came: (bytes: number) => void): Promise<void> {
  let at = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    requireSame("a connection", chunk, data.subarray(at, at + chunk.length), at);
    at += chunk.length;
    came(chunk.length);
  }
  if (at < data.length) throw new Error(`a connection ended after ${at} of ${data.length} bytes`);
}
