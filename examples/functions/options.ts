/**
 * Sets and reads an option, makes a socket non-blocking, and asks how many bytes have arrived.
 *
 * Functions: setsockopt, getsockopt, ioctlsocket, WSAIoctl.
 */
import {
  DWORD,
  FIONBIO,
  FIONREAD,
  getUint32,
  type Machine,
  ref,
  SO_RCVTIMEO,
  SOL_SOCKET,
  WSAEWOULDBLOCK,
} from "@ws2kit/target";
import { bound, bytesOf, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s, address } = bound(ws2);

  sound(ws2, ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(250), 4), "setsockopt");
  const value = DWORD(0);
  sound(ws2, ws2.getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, value, ref(value.length)), "getsockopt");
  log("a receive waits at most", getUint32(value, 0), "ms");

  sound(ws2, ws2.ioctlsocket(s, FIONBIO, ref(1)), "ioctlsocket");
  log("recv of nothing:", ws2.recv(s, new Uint8Array(9), 9, 0), ws2.WSAGetLastError() === WSAEWOULDBLOCK);

  sound(ws2, ws2.sendto(s, bytesOf("hello"), 5, 0, address, address.length), "sendto");
  const available = DWORD(0);
  sound(ws2, ws2.WSAIoctl(s, FIONREAD, null, 0, available, 4, ref(0), null, null), "WSAIoctl");
  log("bytes to read:", getUint32(available, 0));
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: a receive waits at most 250 ms
// prints: recv of nothing: -1 true
// prints: bytes to read: 5
