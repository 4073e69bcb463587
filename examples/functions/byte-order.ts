/**
 * Converts numbers between this machine's byte order and the network's, in which the first byte is the highest.
 *
 * Functions: htonl, htons, ntohl, ntohs.
 */
import type { Machine } from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  log("htons(0x1234) is", ws2.htons(0x1234).toString(16));
  log("htonl(0x7f000001) is", ws2.htonl(0x7f000001).toString(16));
  log("ntohs(0x3412) is", ws2.ntohs(0x3412).toString(16));
  log("ntohl(0x100007f) is", ws2.ntohl(0x100007f).toString(16));
  ws2.WSACleanup();
}

// prints: htons(0x1234) is 3412
// prints: htonl(0x7f000001) is 100007f
// prints: ntohs(0x3412) is 1234
// prints: ntohl(0x100007f) is 7f000001
