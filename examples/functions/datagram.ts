/**
 * Sends a datagram, and receives it with its sender's address. A buffer that is too short is WSAEMSGSIZE.
 *
 * Functions: sendto, recvfrom.
 */
import { type Machine, ref, SOCKADDR_IN_SIZE, sockaddrText, WSAEMSGSIZE } from "@ws2kit/target";
import { bound, bytesOf, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const here = bound(ws2);
  const there = bound(ws2);
  const text = bytesOf("21.5 degrees");
  for (let n = 0; n < 2; n++) {
    sound(ws2, ws2.sendto(here.s, text, text.length, 0, there.address, there.address.length), "sendto");
  }

  const buffer = new Uint8Array(100);
  const from = new Uint8Array(SOCKADDR_IN_SIZE);
  const received = sound(ws2, ws2.recvfrom(there.s, buffer, buffer.length, 0, from, ref(from.length)), "recvfrom");
  log(textOf(buffer, received), "from the sender:", sockaddrText(from) === sockaddrText(here.address));

  const result = ws2.recvfrom(there.s, buffer, 4, 0, from, ref(from.length));
  log("into 4 bytes:", result, "and WSAEMSGSIZE:", ws2.WSAGetLastError() === WSAEMSGSIZE);
  ws2.closesocket(here.s);
  ws2.closesocket(there.s);
  ws2.WSACleanup();
}

// prints: 21.5 degrees from the sender: true
// prints: into 4 bytes: -1 and WSAEMSGSIZE: true
