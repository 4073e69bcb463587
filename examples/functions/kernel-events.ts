/**
 * Creates an event, waits for it in every form, and duplicates its handle.
 *
 * Functions: CreateEventW, SetEvent, ResetEvent, CloseHandle, DuplicateHandle, GetCurrentProcess,
 *   WaitForSingleObject, WaitForMultipleObjects.
 */
import { type HANDLE, type Machine, ref, WSA_WAIT_TIMEOUT } from "@ws2kit/target";
import { start } from "./conversation.js";

const DUPLICATE_SAME_ACCESS = 2;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  const first = kernel32.CreateEventW(null, true, false, null) as HANDLE;
  const second = kernel32.CreateEventW(null, true, true, null) as HANDLE;
  log(
    "the first after 100 ms:",
    kernel32.WaitForSingleObject(first, 100) === WSA_WAIT_TIMEOUT ? "time-out" : "signalled",
  );
  log("one of both: the event at", kernel32.WaitForMultipleObjects(2, [first, second], false, 100));

  const own = kernel32.GetCurrentProcess();
  const other = ref<HANDLE | 0>(0);
  log("DuplicateHandle:", kernel32.DuplicateHandle(own, first, own, other, 0, false, DUPLICATE_SAME_ACCESS));
  kernel32.SetEvent(other.value);
  log("the first, by its other handle:", kernel32.WaitForSingleObject(first, 0) === 0);
  kernel32.ResetEvent(first);
  log("after ResetEvent:", kernel32.WaitForSingleObject(first, 0) === WSA_WAIT_TIMEOUT);
  for (const handle of [first, second, other.value]) kernel32.CloseHandle(handle);
  ws2.WSACleanup();
}

// prints: the first after 100 ms: time-out
// prints: one of both: the event at 1
// prints: DuplicateHandle: true
// prints: the first, by its other handle: true
// prints: after ResetEvent: true
