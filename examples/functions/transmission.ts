/**
 * Sends a head and a tail with one call, then several pieces of memory with another; the peer receives with
 * flags.
 *
 * Functions: TransmitFile, TransmitPackets, WSARecvEx.
 */
import { type Machine, ref, TP_ELEMENT_MEMORY } from "@ws2kit/target";
import { bytesOf, connected, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { TransmitFile, TransmitPackets, WSARecvEx } = ws2.mswsock;
  const { client, server } = connected(ws2);
  const buffers = { Head: bytesOf("<p>"), HeadLength: 3, Tail: bytesOf("</p>"), TailLength: 4 };
  // a file's handle stands between head and tail; null sends these alone
  log("TransmitFile:", TransmitFile(client, null, 0, 0, null, buffers, 0));

  const buffer = new Uint8Array(20);
  const flags = ref(0);
  log("WSARecvEx:", textOf(buffer, WSARecvEx(server, buffer, buffer.length, flags)), "flags", flags.value);

  const part = (text: string) => ({ dwElFlags: TP_ELEMENT_MEMORY, cLength: text.length, pBuffer: bytesOf(text) });
  log("TransmitPackets:", TransmitPackets(client, [part("one "), part("two")], 2, 0, null, 0));
  log("received:", textOf(buffer, ws2.recv(server, buffer, buffer.length, 0)));
  ws2.closesocket(client);
  ws2.closesocket(server);
  ws2.WSACleanup();
}

// prints: TransmitFile: true
// prints: WSARecvEx: <p></p> flags 0
// prints: TransmitPackets: true
// prints: received: one two
