/**
 * Resolves with the wide forms of desktop, whose names may contain any letter.
 *
 * Functions: GetAddrInfoW, FreeAddrInfoW, GetNameInfoW, GetHostNameW.
 */
import { type addrinfo, type Machine, ref, sockaddrText } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const name = ref("");
  sound(ws2, ws2.GetHostNameW(name, 256), "GetHostNameW");
  log("GetHostNameW returns a name:", name.value !== "");
  const list = ref<addrinfo | null>(null);
  log("GetAddrInfoW:", ws2.GetAddrInfoW("device.test", "80", null, list));
  const address = list.value?.ai_addr as Uint8Array;
  log("address:", sockaddrText(address));
  const host = ref("");
  log("GetNameInfoW:", ws2.GetNameInfoW(address, address.length, host, 256, null, 0, 0), host.value);
  ws2.FreeAddrInfoW(list.value);
  ws2.WSACleanup();
}

// prints: GetHostNameW returns a name: true
// prints: GetAddrInfoW: 0
// prints: address: 10.9.8.7:80
// prints: GetNameInfoW: 0 device.test
