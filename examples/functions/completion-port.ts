/**
 * Serves sockets from a completion port: each packet names the socket by its key and the operation by its
 * structure.
 *
 * Functions: CreateIoCompletionPort, GetQueuedCompletionStatus, GetQueuedCompletionStatusEx,
 *   PostQueuedCompletionStatus, SetFileCompletionNotificationModes, HasOverlappedIoCompleted.
 */
import {
  type HANDLE,
  INVALID_HANDLE_VALUE,
  type Machine,
  newWSAOVERLAPPED,
  ref,
  type WSAOVERLAPPED,
} from "@ws2kit/target";
import { bound, bytesOf, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  const { s, address } = bound(ws2);
  const port = kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 0) as HANDLE;
  kernel32.CreateIoCompletionPort(s, port, "meter", 0);
  // FILE_SKIP_SET_EVENT_ON_HANDLE: the port alone reports the end
  log("SetFileCompletionNotificationModes:", kernel32.SetFileCompletionNotificationModes(s, 2));

  const buf = new Uint8Array(20);
  const receiving = newWSAOVERLAPPED();
  ws2.WSARecv(s, [{ len: buf.length, buf, off: 0 }], 1, null, ref(0), receiving, null);
  log("HasOverlappedIoCompleted:", kernel32.HasOverlappedIoCompleted(receiving));
  sound(ws2, ws2.sendto(s, bytesOf("21.5"), 4, 0, address, address.length), "sendto");

  const [count, key, overlapped] = [ref(0), ref<unknown>(null), ref<WSAOVERLAPPED | null>(null)];
  log("a packet:", kernel32.GetQueuedCompletionStatus(port, count, key, overlapped, 1000));
  log(key.value, textOf(buf, count.value), "of the receive:", overlapped.value === receiving);

  kernel32.PostQueuedCompletionStatus(port, 0, "stop", null);
  kernel32.PostQueuedCompletionStatus(port, 0, "now", null);
  const entries: Parameters<typeof kernel32.GetQueuedCompletionStatusEx>[1] = [];
  const removed = ref(0);
  kernel32.GetQueuedCompletionStatusEx(port, entries, 4, removed, 1000, false);
  log(removed.value, "packets:", entries.map(({ lpCompletionKey }) => lpCompletionKey).join(" "));
  ws2.closesocket(s);
  kernel32.CloseHandle(port);
  ws2.WSACleanup();
}

// prints: SetFileCompletionNotificationModes: true
// prints: HasOverlappedIoCompleted: false
// prints: a packet: true
// prints: meter 21.5 of the receive: true
// prints: 2 packets: stop now
