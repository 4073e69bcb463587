import { pollTime } from "../poll-time.js";
import type { System } from "../system.js";
import { NoNetwork } from "./no-network.js";

/** The most milliseconds of a blocking wait, which nothing here can end early. */
const LONGEST = 50;

export const NO_SOCKETS =
  `[ws2kit] platform-node: real sockets need Linux or 64-bit Windows, and this is ${process.platform} (${process.arch}); ` +
  "use memoryPlatform() for a simulated network.";

/** A system whose sockets this package does not know. Programs run there as long as they open none. */
export const other: System = {
  limits: [],
  nodeLibrary: null,
  openSockets: (complain) => ({
    network: new NoNetwork(() => complain(NO_SOCKETS)),
    wait: (ms) => ms >= 0 && sleep(ms),
    sleep: (ms, keepsAlive) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, pollTime(ms < 0 ? Infinity : ms));
        if (!keepsAlive) timer.unref();
      }),
  }),
  lockDirectory(directory) {
    throw new Error(`[ws2kit] platform-node: ${directory} cannot be locked on ${process.platform}.`);
  },
  isInUse: () => false,
  pollTable(_table, _n, ms) {
    sleep(ms < 0 ? LONGEST : Math.min(ms, LONGEST));
    return 0;
  },
  newWake: () => ({ fd: -1, raise() {}, clear() {}, close() {} }),
  threadTime() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  },
  processUsage: () => null,
};

function sleep(ms: number): true {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return true;
}
