/**
 * Sends one datagram from two buffers, and receives it into two: a header and a body.
 *
 * Functions: WSASend, WSARecv, WSASendTo, WSARecvFrom.
 */
import { type Machine, ref, SOCKADDR_IN_SIZE } from "@ws2kit/target";
import { bound, bytesOf, connected, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const parts = [
    { len: 4, buf: bytesOf("GET "), off: 0 },
    { len: 5, buf: bytesOf("/time"), off: 0 },
  ];
  const head = new Uint8Array(4);
  const body = new Uint8Array(20);
  const into = [
    { len: head.length, buf: head, off: 0 },
    { len: body.length, buf: body, off: 0 },
  ];
  const count = ref(0);

  const { client, server } = connected(ws2);
  sound(ws2, ws2.WSASend(client, parts, 2, count, 0, null, null), "WSASend");
  log("WSASend:", count.value);
  sound(ws2, ws2.WSARecv(server, into, 2, count, ref(0), null, null), "WSARecv");
  log("WSARecv:", textOf(head, 4), textOf(body, count.value - 4));

  const { s, address } = bound(ws2);
  sound(ws2, ws2.WSASendTo(s, parts, 2, count, 0, address, address.length, null, null), "WSASendTo");
  const from = new Uint8Array(SOCKADDR_IN_SIZE);
  sound(ws2, ws2.WSARecvFrom(s, into, 2, count, ref(0), from, ref(from.length), null, null), "WSARecvFrom");
  log("WSARecvFrom:", textOf(head, 4), textOf(body, count.value - 4));
  for (const each of [client, server, s]) ws2.closesocket(each);
  ws2.WSACleanup();
}

// prints: WSASend: 9
// prints: WSARecv: GET  /time
// prints: WSARecvFrom: GET  /time
