import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { ECHO, PINGS, PUSHED, SINK, UDP } from "./servers.js";

const CHUNK = 64 * 1024;
const PING = 64;

async function called(port: string): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port: Number(port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** MiB/s of writes that wait for "drain". */
export async function netPush(): Promise<number> {
  return pushed(await called(SINK), PUSHED);
}

/** Writes to a stream as fast as it takes the bytes, until its server has answered the end: MiB/s. */
export async function pushed(socket: Socket, mib: number): Promise<number> {
  const bytes = new Uint8Array(CHUNK);
  let left = (mib << 20) / CHUNK;
  const answered = once(socket, "data");
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    const write = () => {
      while (left > 0) {
        left--;
        if (!socket.write(bytes) && left > 0) return void socket.once("drain", write);
      }
      socket.end(resolve);
    };
    write();
  });
  await answered;
  const rate = (mib * 1000) / (performance.now() - begun);
  socket.destroy();
  return rate;
}

/** Microseconds a round of node:net, with its events. */
export async function netPing(): Promise<number> {
  const socket = await called(ECHO);
  const time = await rounds(
    (bytes) => void socket.write(bytes),
    (answer) => socket.on("data", (bytes) => answer(bytes.length)),
  );
  socket.destroy();
  return time;
}

/** The same of node:dgram. */
export async function dgramPing(): Promise<number> {
  const socket = createSocket("udp4");
  socket.connect(Number(UDP), "127.0.0.1");
  await once(socket, "connect");
  const time = await rounds(
    (bytes) => socket.send(bytes),
    (answer) => socket.on("message", (bytes) => answer(bytes.length)),
  );
  socket.close();
  return time;
}

/** Sends 64 bytes whenever as many have come back. */
async function rounds(send: (bytes: Uint8Array) => void, on: (answer: (n: number) => void) => void): Promise<number> {
  const bytes = new Uint8Array(PING);
  let left = PINGS;
  let due = PING;
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    on((n) => {
      due -= n;
      if (due > 0) return;
      due = PING;
      if (--left === 0) resolve();
      else send(bytes);
    });
    send(bytes);
  });
  return ((performance.now() - begun) * 1000) / PINGS;
}
