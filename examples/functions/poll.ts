/**
 * Waits with WSAPoll until a socket can be read. Windows CE has no WSAPoll: use select there.
 *
 * Functions: WSAPoll.
 */
import { type Machine, POLLRDNORM } from "@ws2kit/target";
import { bound, bytesOf, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s, address } = bound(ws2);
  const sockets = [{ fd: s, events: POLLRDNORM, revents: 0 }];
  log("nothing arrives within 100 ms:", ws2.WSAPoll(sockets, 1, 100));
  sound(ws2, ws2.sendto(s, bytesOf("x"), 1, 0, address, address.length), "sendto");
  log("ready:", ws2.WSAPoll(sockets, 1, 100), "POLLRDNORM:", sockets[0].revents === POLLRDNORM);
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: nothing arrives within 100 ms: 0
// prints: ready: 1 POLLRDNORM: true
