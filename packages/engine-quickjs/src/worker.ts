import { parentPort, workerData } from "node:worker_threads";
import type { GuestNews, GuestOrder } from "./engine.js";
import { Guest } from "./guest.js";

const { options, wakeFd, stopFlag } = workerData as GuestOrder;

function tell(news: GuestNews): void {
  parentPort?.postMessage(news);
}

try {
  const guest = await Guest.boot({
    ...options,
    log: (...values) => tell({ log: values }),
    onTelemetry: (telemetry) => tell({ telemetry }),
    stop: { fd: wakeFd, requested: () => Atomics.load(stopFlag, 0) !== 0 },
  });
  guest.dispose();
  tell({ ended: guest.ended });
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  // a heap that does not hold the engine itself
  const figures = { bootMs: null, heapAfterBoot: null, heapPeak: 0, hostCalls: 0 };
  tell({ ended: { outcome: "heap", message: error.message, figures } });
}
