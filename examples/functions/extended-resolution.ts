/**
 * Resolves a name while the program goes on: an event signals the end. A second resolution is cancelled.
 *
 * Functions: GetAddrInfoExW, GetAddrInfoExOverlappedResult, GetAddrInfoExCancel, FreeAddrInfoExW.
 */
import {
  type addrinfoexW,
  type HANDLE,
  type Machine,
  NS_DNS,
  newWSAOVERLAPPED,
  ref,
  sockaddrText,
  WSA_E_CANCELLED,
  WSA_IO_PENDING,
} from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const list = ref<addrinfoexW | null>(null);
  const overlapped = newWSAOVERLAPPED();
  overlapped.hEvent = ws2.WSACreateEvent();
  const handle = ref<HANDLE | 0>(0);
  const begin = () => ws2.GetAddrInfoExW("device.test", "80", NS_DNS, null, null, list, null, overlapped, null, handle);

  log("pending:", begin() === WSA_IO_PENDING);
  ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent], true, 1000, false);
  log("result:", ws2.GetAddrInfoExOverlappedResult(overlapped));
  log("address:", sockaddrText(list.value?.ai_addr as Uint8Array));
  ws2.FreeAddrInfoExW(list.value);

  ws2.WSAResetEvent(overlapped.hEvent);
  begin();
  log("cancel:", ws2.GetAddrInfoExCancel(handle as { value: HANDLE }));
  ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent], true, 1000, false);
  log("cancelled:", ws2.GetAddrInfoExOverlappedResult(overlapped) === WSA_E_CANCELLED);
  ws2.WSACloseEvent(overlapped.hEvent);
  ws2.WSACleanup();
}

// prints: pending: true
// prints: result: 0
// prints: address: 10.9.8.7:80
// prints: cancel: 0
// prints: cancelled: true
