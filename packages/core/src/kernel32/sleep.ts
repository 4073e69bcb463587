import { WSA_INFINITE, WSA_WAIT_IO_COMPLETION } from "@ws2kit/spi";
import { ALERTED, alertableWait, NOTHING } from "../kernel/alert.js";
import { type Api, numberOf } from "../ws2/call.js";

/**
 * Waits `dwMilliseconds`. With `bAlertable`, completion routines of this thread end it: WSA_WAIT_IO_COMPLETION; else 0.
 * Source: reference §8.
 */
export const SleepEx: Api<(dwMilliseconds: number, bAlertable: boolean) => number> =
  (process) => (dwMilliseconds, bAlertable) => {
    const given = numberOf(dwMilliseconds);
    const ms = given === WSA_INFINITE || given < 0 ? -1 : given;
    // a look at the network first: what has arrived may have completed
    if (!(bAlertable && process.thread.apcs.length > 0)) process.machine.turn();
    const code = alertableWait(process, NOTHING, ms, Boolean(bAlertable), "SleepEx");
    return code === ALERTED ? WSA_WAIT_IO_COMPLETION : 0;
  };

/** Waits `dwMilliseconds`; no completion routine runs. */
export const Sleep: Api<(dwMilliseconds: number) => void> = (process) => {
  const sleep = SleepEx(process);
  return (dwMilliseconds) => void sleep(dwMilliseconds, false);
};
