import type { System } from "../system.js";
import { lockDirectory } from "./directory-lock.js";
import { isInUse } from "./file-access.js";
import { WINDOWS_LIMITS } from "./limits.js";
import { WindowsNetwork } from "./network.js";
import { pollTable } from "./poll-table.js";
import { processUsage, timeUsed } from "./process-usage.js";
import { SocketWake } from "./wake.js";
import { Watch } from "./watch.js";
import { winsock } from "./winsock.js";

/** Windows, through ws2_32.dll and kernel32.dll. */
export const windows: System = {
  limits: WINDOWS_LIMITS,
  nodeLibrary: process.execPath,

  openSockets() {
    const watch = new Watch(winsock());
    return {
      network: new WindowsNetwork(winsock(), watch),
      wait: (ms) => watch.wait(ms),
      sleep: (ms, keepsAlive) => watch.sleep(ms, keepsAlive),
    };
  },

  lockDirectory: (directory) => lockDirectory(winsock(), directory),

  isInUse: (error) => isInUse(winsock(), error),

  pollTable: (table, n, ms) => pollTable(winsock(), table, n, ms),

  newWake: () => new SocketWake(winsock()),

  threadTime: () => timeUsed((...four) => winsock().GetThreadTimes(winsock().GetCurrentThread(), ...four)),

  processUsage: (pid) => processUsage(winsock(), pid),
};
