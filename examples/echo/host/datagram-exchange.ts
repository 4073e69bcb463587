import { randomBytes, randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { requireSame } from "./comparison.js";

const MAX_LENGTH = 1400;
const RESEND_MS = 200;
const MAX_SENDS = 25;

interface Datagram {
  readonly bytes: Buffer;
  sends: number;
  sentAt: number;
}

/** Receives events during the exchange. */
export interface DatagramEvents {
  came(bytes: number): void;
  resent(): void;
}

/**
 * Sends random datagrams, with at most `window` in flight, and compares those that return. Sends lost datagrams again.
 * The first four bytes of a datagram are its number.
 */
export async function exchangeDatagrams(
  port: number,
  count: number,
  window: number,
  events: DatagramEvents,
): Promise<void> {
  const socket = createSocket("udp4");
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const underWay = new Map<number, Datagram>();
  let next = 0;

  const send = (datagram: Datagram) => {
    datagram.sends++;
    datagram.sentAt = performance.now();
    socket.send(datagram.bytes);
  };
  const fill = () => {
    for (; underWay.size < window && next < count; next++) {
      const datagram = { bytes: randomDatagram(next), sends: 0, sentAt: 0 };
      underWay.set(next, datagram);
      send(datagram);
    }
  };

  await new Promise<void>((resolve, reject) => {
    const resend = setInterval(() => {
      for (const [number, datagram] of underWay) {
        if (performance.now() - datagram.sentAt < RESEND_MS) continue;
        if (datagram.sends === MAX_SENDS)
          return reject(new Error(`datagram ${number} was sent ${MAX_SENDS} times without an answer`));
        events.resent();
        send(datagram);
      }
    }, RESEND_MS / 4);
    socket.on("error", reject);
    socket.on("close", () => clearInterval(resend));
    socket.on("message", (bytes) => {
      const number = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
      const datagram = underWay.get(number);
      // a datagram that was sent again may be answered twice
      if (datagram === undefined && number >= 0 && number < next) return;
      try {
        requireSame(`datagram ${number}`, bytes, datagram?.bytes ?? Buffer.alloc(0));
      } catch (error) {
        return reject(error);
      }
      underWay.delete(number);
      events.came(bytes.length);
      fill();
      if (underWay.size === 0) resolve();
    });
    fill();
  }).finally(() => socket.close());
}

function randomDatagram(number: number): Buffer {
  const bytes = randomBytes(4 + randomInt(MAX_LENGTH - 4));
  bytes.writeUInt32LE(number, 0);
  return bytes;
}
