import { getUint32 } from "@ws2kit/spi";
import type { ProcessUsage } from "../system.js";
import type { Winsock } from "./winsock.js";

const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
/** PROCESS_MEMORY_COUNTERS: WorkingSetSize is the SIZE_T at 16. */
const COUNTERS_SIZE = 72;
const WORKING_SET_AT = 16;

const counters = /* @__PURE__ */ new Uint8Array(COUNTERS_SIZE);
const times = [0, 1, 2, 3].map(() => new BigUint64Array(1)) as FourTimes;

type FourTimes = [BigUint64Array, BigUint64Array, BigUint64Array, BigUint64Array];

/** Milliseconds of a thread or process; `read` writes four FILETIMEs, of which the last two are its time. */
export function timeUsed(read: (...times: FourTimes) => number): number {
  read(...times);
  return Number(times[2][0] + times[3][0]) / 1e4;
}

/** Asks the system; `null` if the process has ended. */
export function processUsage(winsock: Winsock, pid: number): ProcessUsage | null {
  const process = winsock.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid);
  if (process === 0) return null;
  let isMeasured = 0;
  const time = timeUsed((...four) => {
    isMeasured = winsock.GetProcessTimes(process, ...four);
    return isMeasured;
  });
  if (isMeasured !== 0) isMeasured = winsock.K32GetProcessMemoryInfo(process, counters, COUNTERS_SIZE);
  winsock.CloseHandle(process);
  if (isMeasured === 0) return null;
  const resident = getUint32(counters, WORKING_SET_AT) + getUint32(counters, WORKING_SET_AT + 4) * 2 ** 32;
  return { time, resident };
}
