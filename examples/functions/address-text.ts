/**
 * Converts the bytes of an address of either family to text and back.
 *
 * Functions: InetPtonW, InetNtopW, inet_pton, inet_ntop.
 */
import { AF_INET, AF_INET6, type Machine, ref } from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const four = new Uint8Array(4);
  log("inet_pton:", ws2.inet_pton(AF_INET, "10.0.0.7", four), four.join("."));
  const text = ref("");
  log("inet_ntop:", ws2.inet_ntop(AF_INET, four, text, 16));

  const six = new Uint8Array(16);
  log("InetPtonW:", ws2.InetPtonW(AF_INET6, "2001:db8:0:0::7", six));
  log("InetNtopW:", ws2.InetNtopW(AF_INET6, six, text, 46));
  log("no address:", ws2.InetPtonW(AF_INET6, "2001:db8", six));
  ws2.WSACleanup();
}

// prints: inet_pton: 1 10.0.0.7
// prints: inet_ntop: 10.0.0.7
// prints: InetPtonW: 1
// prints: InetNtopW: 2001:db8::7
// prints: no address: 0
