import { closeSync, fsyncSync, openSync } from "node:fs";
import { pollTime } from "../poll-time.js";
import type { System } from "../system.js";
import { libc } from "./libc.js";
import { LINUX_LIMITS } from "./limits.js";
import { LinuxNetwork } from "./network.js";
import { processUsage } from "./process-usage.js";
import { EventWake } from "./wake.js";
import { Watch } from "./watch.js";

const LOCK_EX = 2;
const LOCK_NB = 4;
const CLOCK_THREAD_CPUTIME_ID = 3;

const spent = /* @__PURE__ */ new BigInt64Array(2);

/** Linux, through libc. */
export const linux: System = {
  limits: LINUX_LIMITS,
  nodeLibrary: null,

  openSockets() {
    const watch = new Watch(libc());
    return {
      network: new LinuxNetwork(libc(), watch),
      wait: (ms) => watch.wait(ms),
      sleep: (ms, keepsAlive) => watch.sleep(ms, keepsAlive),
    };
  },

  /** Locks it with flock(2); the kernel releases the lock when the process ends, in any way. */
  lockDirectory(directory) {
    const fd = openSync(directory, "r");
    if (libc().flock(fd, LOCK_EX | LOCK_NB) === 0) return { flush: () => fsyncSync(fd), release: () => closeSync(fd) };
    closeSync(fd);
    return null;
  },

  isInUse: () => false,

  /** Returns the number of ready entries; 0 also if a signal ended the call. */
  pollTable: (table, n, ms) => Math.max(0, libc().poll(table, n, pollTime(ms))),

  newWake: () => new EventWake(libc()),

  threadTime() {
    libc().clock_gettime(CLOCK_THREAD_CPUTIME_ID, spent);
    return Number(spent[0]) * 1e3 + Number(spent[1]) / 1e6;
  },

  processUsage,
};
