import { WSA_INFINITE, WSA_WAIT_IO_COMPLETION } from "@ws2kit/spi";
import { ALERTED, alertableWait, NOTHING } from "../kernel/alert.js";
import { type Api, numberOf } from "../ws2/call.js";

/**
 * Waits for a time. Completion routines of this thread end the wait if it is alertable. Source: reference §8.
 *
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param bAlertable whether the completion routines of this thread run and end the wait
 * @returns 0 after the time, WSA_WAIT_IO_COMPLETION after completion routines
 */
export const SleepEx: Api<(dwMilliseconds: number, bAlertable: boolean) => number> =
  (process) => (dwMilliseconds, bAlertable) => {
    const given = numberOf(dwMilliseconds);
    const ms = given === WSA_INFINITE || given < 0 ? -1 : given;
    // poll the network first: arrived data may complete operations
    if (!(bAlertable && process.thread.apcs.length > 0)) process.machine.turn();
    const code = alertableWait(process, NOTHING, ms, Boolean(bAlertable), "SleepEx");
    return code === ALERTED ? WSA_WAIT_IO_COMPLETION : 0;
  };

/**
 * Waits for a time. No completion routine runs.
 *
 * @param dwMilliseconds milliseconds, or INFINITE
 */
export const Sleep: Api<(dwMilliseconds: number) => void> = (process) => {
  const sleep = SleepEx(process);
  return (dwMilliseconds) => void sleep(dwMilliseconds, false);
};
