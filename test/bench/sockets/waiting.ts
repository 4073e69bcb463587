/**
 * `node test/lib/bench/sockets/waiting.js [ends]`: prints the bytes of V8's heap for each connection that waits in
 * `read`, with everything below it: two ends on one machine of the memory network, 2,000 unless given. A process for
 * each run, so that none inherits another's heap.
 */
import { type Connection, connect, listen } from "@ws2kit/sockets";
import { DESKTOP } from "../../fixture/systems.js";
import { World } from "../../sockets/world.js";
import { heapUsed } from "../collect.js";

const world = new World(DESKTOP);
const { ws2 } = world.station();
const listener = listen(ws2, { port: 7 });

async function open(count: number): Promise<Connection[]> {
  const ends: Connection[] = [];
  while (ends.length < count) {
    const accepting = listener.accept();
    ends.push(await world.run(connect(ws2, { host: "10.0.0.1", port: 7 })), await world.run(accepting));
  }
  return ends;
}

const [, , ends = 2000] = process.argv;
// compiled code is not the connections' cost
for (const end of await open(100)) end.reset();
const before = heapUsed();
const held = await open(Number(ends));
const reading = held.map((end) => end.read());
const bytes = (heapUsed() - before) / reading.length;
console.log(JSON.stringify({ bytes }));
process.exit();
