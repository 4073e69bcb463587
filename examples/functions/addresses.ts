/**
 * Converts between addresses and their text. The 2.2 functions take whole socket addresses, of any family.
 *
 * Functions: inet_addr, inet_ntoa, WSAAddressToStringW, WSAStringToAddressW.
 */
import { AF_INET6, INADDR_NONE, type Machine, ref, SOCKADDR_IN6_SIZE, sockaddr_in } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const address = ws2.inet_addr("10.0.0.7");
  log("inet_ntoa:", ws2.inet_ntoa(address));
  log("inet_addr of no address:", ws2.inet_addr("10.0.0.700") === INADDR_NONE);

  const name = sockaddr_in("10.0.0.7", 80);
  const text = ref("");
  // the room in characters, with the terminator
  const length = ref(64);
  sound(ws2, ws2.WSAAddressToStringW(name, name.length, null, text, length), "WSAAddressToStringW");
  log("WSAAddressToStringW:", text.value, "in", length.value, "characters");

  const six = new Uint8Array(SOCKADDR_IN6_SIZE);
  sound(ws2, ws2.WSAStringToAddressW("[fe80::1]:80", AF_INET6, null, six, ref(six.length)), "WSAStringToAddressW");
  length.value = 64;
  sound(ws2, ws2.WSAAddressToStringW(six, six.length, null, text, length), "WSAAddressToStringW");
  log("WSAStringToAddressW:", text.value);
  ws2.WSACleanup();
}

// prints: inet_ntoa: 10.0.0.7
// prints: inet_addr of no address: true
// prints: WSAAddressToStringW: 10.0.0.7:80 in 12 characters
// prints: WSAStringToAddressW: [fe80::1]:80
