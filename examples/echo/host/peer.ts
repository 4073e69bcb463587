/**
 * The peer of the firmware, in a separate process with Node's sockets. It receives one order, reports its progress, and
 * ends.
 */
import { randomBytes } from "node:crypto";
import { exchangeDatagrams } from "./datagram-exchange.js";
import { exchangeStream } from "./stream-exchange.js";
import type { PeerNews, PeerOrder, Progress } from "./workload.js";

/** How often progress is reported during the whole job. */
const STEPS = 80;

async function exchange({ tcpPort, udpPort, workload }: PeerOrder, tell: (progress: Progress) => void) {
  const { bytes, connections, datagrams, window } = workload;
  const step = bytes / STEPS;
  const share = Math.ceil(bytes / connections);
  const random = Array.from({ length: connections }, (_, i) => randomBytes(Math.min(share, bytes - i * share)));

  const startedAt = performance.now();
  const so = { bytes: 0, datagrams: 0, resent: 0 };
  const progress = () => ({ ms: performance.now() - startedAt, ...so });
  let due = step;
  const came = (count: number) => {
    so.bytes += count;
    if (so.bytes < due) return;
    due = so.bytes + step;
    tell(progress());
  };

  const streams = random.map((data) => exchangeStream(tcpPort, data, came));
  const packets = exchangeDatagrams(udpPort, datagrams, window, {
    came(count) {
      so.datagrams++;
      came(count);
    },
    resent() {
      so.resent++;
    },
  });
  await Promise.all([...streams, packets]);
  return progress();
}

function tell(news: PeerNews): Promise<void> {
  return new Promise((resolve) => process.send?.(news, undefined, undefined, () => resolve()));
}

process.once("message", async (order: PeerOrder) => {
  try {
    await tell({ done: await exchange(order, (progress) => void tell({ progress })) });
  } catch (error) {
    await tell({ failed: error instanceof Error ? error.message : String(error) });
  }
  process.exit();
});
