import { peerFigure } from "@ws2kit/example-device/peer";
import { nodePlatform } from "@ws2kit/platform-node";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { started } from "../calls.js";
import { BUSY, type Rounds, readinessByEvent, readinessByPort } from "../readiness.js";
import type { Prepared, Row } from "../row.js";
import { blockingPing, blockingPush, blockingUdpPing, drivenPing } from "./clients.js";
import { dgramPing, netPing, netPush } from "./node-clients.js";
import { ECHO, hasC, PINGS, PUSHED, SINK, startServers, UDP } from "./servers.js";

/** Makes one run of a client; the servers are the same for all. */
type Client = (ws2: Ws2) => Prepared["run"] | Promise<Prepared["run"]>;

/** A process on this machine's sockets. */
function onNode(): Ws2 {
  return started(openMachine({ platform: nodePlatform({ tls: null }) }));
}

/** A client and its peer, against servers of plain C. */
async function against(ours: Client, peer: (() => number | Promise<number>) | null): Promise<Prepared> {
  if (!hasC()) throw new Error("bench: the servers of the part real are C programs; install gcc");
  const close = await startServers();
  const run = await ours(onNode());
  return { run, ...(peer === null ? {} : { peer }), close };
}

const plainC = {
  push: () => peerFigure("push", SINK, String(PUSHED)),
  ping: () => peerFigure("ping", ECHO, String(PINGS)),
  udp: () => peerFigure("ping-udp", UDP, String(PINGS)),
};

/** How readiness grows from 1,000 idle sockets to 10,000. */
function growth(rounds: (ws2: Ws2, idle: number) => Rounds): Prepared {
  const processes = [onNode(), onNode()];
  const [few, many] = [rounds(processes[0], 1000), rounds(processes[1], 10_000)];
  return {
    run: () => many(1000),
    peer: () => few(1000),
    close: () => {
      for (const ws2 of processes) ws2.WSACleanup();
    },
  };
}

/** The Node platform's sockets, against plain C, node:net and node:dgram in the same run. */
export const realRows: readonly Row[] = [
  {
    measure: "TCP, sends of 64 KiB, blocking",
    unit: "MiB/s",
    aim: 0.97,
    isLeast: true,
    peer: "C",
    prepare: () => against(blockingPush, plainC.push),
  },
  {
    measure: "TCP, sends of 64 KiB, blocking, and node:net",
    unit: "MiB/s",
    aim: 1,
    isLeast: true,
    peer: "node:net",
    prepare: () => against(blockingPush, netPush),
  },
  {
    measure: "TCP, 64 bytes there and back, blocking",
    unit: "µs",
    aim: 1.05,
    peer: "C",
    prepare: () => against(blockingPing, plainC.ping),
  },
  {
    measure: "TCP, 64 bytes there and back, under drive()",
    unit: "µs",
    aim: 1,
    peer: "node:net",
    prepare: () => against(drivenPing, netPing),
  },
  {
    measure: "UDP, 64 bytes there and back, blocking",
    unit: "µs",
    aim: 0.75,
    peer: "node:dgram",
    prepare: () => against(blockingUdpPing, dgramPing),
  },
  {
    measure: "UDP, 64 bytes there and back, blocking, and C",
    unit: "µs",
    aim: 1.5,
    peer: "C",
    prepare: () => against(blockingUdpPing, plainC.udp),
  },
  {
    measure: `readiness by event, ${BUSY} busy UDP sockets, 10,000 idle`,
    unit: "µs",
    aim: 1.5,
    peer: "1,000 idle",
    prepare: () => growth(readinessByEvent),
  },
  {
    measure: `readiness by port, ${BUSY} busy UDP sockets, 10,000 idle`,
    unit: "µs",
    aim: 1.5,
    peer: "1,000 idle",
    prepare: () => growth(readinessByPort),
  },
];
