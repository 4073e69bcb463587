/**
 * Starts a receive that ends later, sends what it waits for, and reads its result. The event of the structure
 * signals the end.
 *
 * Functions: WSAGetOverlappedResult, WSARecv.
 */
import { type Machine, newWSAOVERLAPPED, ref, WSA_IO_INCOMPLETE, WSA_IO_PENDING } from "@ws2kit/target";
import { bound, bytesOf, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s, address } = bound(ws2);
  const buf = new Uint8Array(20);
  const overlapped = newWSAOVERLAPPED();
  overlapped.hEvent = ws2.WSACreateEvent();

  const result = ws2.WSARecv(s, [{ len: buf.length, buf, off: 0 }], 1, null, ref(0), overlapped, null);
  log("WSARecv:", result, "pending:", ws2.WSAGetLastError() === WSA_IO_PENDING);
  const count = ref(0);
  const hasEnded = ws2.WSAGetOverlappedResult(s, overlapped, count, false, ref(0));
  log("at once:", hasEnded, "incomplete:", ws2.WSAGetLastError() === WSA_IO_INCOMPLETE);

  sound(ws2, ws2.sendto(s, bytesOf("now"), 3, 0, address, address.length), "sendto");
  log("waits:", ws2.WSAGetOverlappedResult(s, overlapped, count, true, ref(0)), textOf(buf, count.value));
  ws2.WSACloseEvent(overlapped.hEvent);
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: WSARecv: -1 pending: true
// prints: at once: false incomplete: true
// prints: waits: true now
