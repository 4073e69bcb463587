/**
 * Queues calls to a thread, which run during its alertable waits: in SleepEx and in the waits with bAlertable.
 *
 * Functions: QueueUserAPC, Sleep, SleepEx, WaitForSingleObjectEx, WaitForMultipleObjectsEx, GetCurrentThread.
 */
import { type HANDLE, type Machine, WSA_WAIT_IO_COMPLETION } from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  const event = kernel32.CreateEventW(null, true, false, null) as HANDLE;
  const queue = (name: string) =>
    kernel32.QueueUserAPC((data) => log("runs:", data), kernel32.GetCurrentThread(), name);

  queue("a call");
  const before = machine.platform.now();
  kernel32.Sleep(50);
  log("Sleep ran nothing for", machine.platform.now() - before, "ms");
  log("SleepEx:", kernel32.SleepEx(1000, true) === WSA_WAIT_IO_COMPLETION);
  queue("another");
  log("one object:", kernel32.WaitForSingleObjectEx(event, 1000, true) === WSA_WAIT_IO_COMPLETION);
  queue("the last");
  log("several:", kernel32.WaitForMultipleObjectsEx(1, [event], false, 1000, true) === WSA_WAIT_IO_COMPLETION);
  kernel32.CloseHandle(event);
  ws2.WSACleanup();
}

// prints: Sleep ran nothing for 50 ms
// prints: runs: a call
// prints: SleepEx: true
// prints: runs: another
// prints: one object: true
// prints: runs: the last
// prints: several: true
