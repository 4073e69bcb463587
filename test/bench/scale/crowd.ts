/**
 * `node test/lib/bench/scale/crowd.js [number [datagram|stream]]`: opens so many sockets on the memory network, a
 * million datagram sockets unless given, and prints what each of them costs. A process for each number, so that none
 * inherits another's heap.
 */
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { AF_INET, INVALID_SOCKET, SOCK_DGRAM, SOCK_STREAM, type SOCKET } from "@ws2kit/spi";
import { expect, started, timeOf } from "../calls.js";
import { heapUsed } from "../collect.js";
import { openCrowdMachine } from "./crowd-target.js";

/** What one of `sockets` open sockets costs. */
export interface Crowd {
  readonly sockets: number;
  /** Bytes of V8's heap. */
  readonly bytes: number;
  /** Microseconds to open it, and to close it. */
  readonly opening: number;
  readonly closing: number;
}

function crowd(sockets: number, type: number): Crowd {
  const ws2 = started(openCrowdMachine(memoryPlatform({ network: memoryNetwork() })));
  // compiled code is not the sockets' cost
  for (let i = 0; i < 20_000; i++) ws2.closesocket(ws2.socket(AF_INET, type, 0));
  const held: SOCKET[] = new Array(sockets).fill(0);
  const before = heapUsed();
  const opening = timeOf(sockets, (i) => {
    held[i] = ws2.socket(AF_INET, type, 0);
  });
  expect(held[sockets - 1] !== INVALID_SOCKET, "socket", ws2);
  const bytes = (heapUsed() - before) / sockets;
  const closing = timeOf(sockets, (i) => ws2.closesocket(held[i]));
  return { sockets, bytes, opening: opening / 1000, closing: closing / 1000 };
}

const [, , sockets = 1_000_000, kind = "datagram"] = process.argv;
console.log(JSON.stringify(crowd(Number(sockets), kind === "stream" ? SOCK_STREAM : SOCK_DGRAM)));
