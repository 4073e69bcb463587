/**
 * Calls a function when an event is signalled, without a thread that waits for it.
 *
 * Functions: RegisterWaitForSingleObject, UnregisterWait, UnregisterWaitEx.
 */
import { type HANDLE, type Machine, ref, WSA_INFINITE } from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  const event = kernel32.CreateEventW(null, false, false, null) as HANDLE;
  const [first, second] = [ref<HANDLE | 0>(0), ref<HANDLE | 0>(0)];
  const report = (name: unknown, hasTimedOut: boolean) => log(name, hasTimedOut ? "has timed out" : "is signalled");
  kernel32.RegisterWaitForSingleObject(first, event, report, "the event", WSA_INFINITE, 0);
  kernel32.SetEvent(event);
  kernel32.Sleep(10);
  log("UnregisterWait:", kernel32.UnregisterWait(first.value));

  kernel32.RegisterWaitForSingleObject(second, event, report, "the second wait", 5, 8);
  kernel32.Sleep(10);
  log("UnregisterWaitEx:", kernel32.UnregisterWaitEx(second.value, null));
  kernel32.CloseHandle(event);
  ws2.WSACleanup();
}

// prints: the event is signalled
// prints: UnregisterWait: true
// prints: the second wait has timed out
// prints: UnregisterWaitEx: true
