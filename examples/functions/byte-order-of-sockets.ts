/**
 * Converts numbers to the byte order of a socket's protocol, which for TCP/IP is the network's.
 *
 * Functions: WSAHtonl, WSAHtons, WSANtohl, WSANtohs.
 */
import { type Machine, ref } from "@ws2kit/target";
import { bound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s } = bound(ws2);
  const number = ref(0);
  ws2.WSAHtons(s, 0x1234, number);
  log("WSAHtons:", number.value.toString(16));
  ws2.WSANtohs(s, number.value, number);
  log("WSANtohs:", number.value.toString(16));
  ws2.WSAHtonl(s, 0x7f000001, number);
  log("WSAHtonl:", number.value.toString(16));
  ws2.WSANtohl(s, number.value, number);
  log("WSANtohl:", number.value.toString(16));
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: WSAHtons: 3412
// prints: WSANtohs: 1234
// prints: WSAHtonl: 100007f
// prints: WSANtohl: 7f000001
