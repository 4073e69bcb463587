/**
 * `node test/lib/bench/pair-allocation.js`: prints, as JSON, the bytes of V8's heap that a pair of `send` and `recv`
 * allocates, and those of one view of an array, which differ by V8's version. The tests run it in another process,
 * because their code changes what V8 optimises.
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

/** The last view, so that V8 does not leave the allocation out. */
let last = bytes;

function allocated(call: () => void): number {
  const run = (times: number) => {
    for (let i = 0; i < times; i++) call();
  };
  run(WARM_UP);
  // a count may contain V8's own work, so the middle of several
  const counts = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    run(PAIRS);
    return (process.memoryUsage().heapUsed - before) / PAIRS;
  });
  return counts.sort((a, b) => a - b)[4];
}

const pair = allocated(() => {
  ws2.send(client, bytes, SIZE, 0);
  ws2.recv(server, bytes, SIZE, 0);
});
const view = allocated(() => {
  last = bytes.subarray(0, SIZE - 1);
});
console.log(JSON.stringify({ pair, view, last: last.length }));
