/**
 * `node test/lib/bench/pair-allocation.js`: prints the bytes of V8's heap that a pair of `send` and `recv` allocates.
 * In another process than the tests, because their code changes what V8 optimises.
 */
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { openMachine } from "@ws2kit/target-desktop";
import { connected, started } from "./calls.js";

const SIZE = 64;
/** Pairs after which the functions of a pair are optimised. */
const WARM_UP = 20_000;
const PAIRS = 500;

const ws2 = started(openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) }));
const [client, server] = connected(ws2);
const bytes = new Uint8Array(SIZE);

function run(pairs: number): void {
  for (let i = 0; i < pairs; i++) {
    ws2.send(client, bytes, SIZE, 0);
    ws2.recv(server, bytes, SIZE, 0);
  }
}

run(WARM_UP);
// a count may contain V8's own work, so the middle of several
const counts = Array.from({ length: 9 }, () => {
  const before = process.memoryUsage().heapUsed;
  run(PAIRS);
  return (process.memoryUsage().heapUsed - before) / PAIRS;
}).sort((a, b) => a - b);
console.log(counts[4]);
