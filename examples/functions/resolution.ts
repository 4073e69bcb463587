/**
 * Resolves a host and a service to socket addresses of any family, and an address back to its names.
 *
 * Functions: getaddrinfo, freeaddrinfo, getnameinfo.
 */
import {
  type addrinfo,
  type Machine,
  NI_NUMERICHOST,
  newaddrinfo,
  ref,
  SOCK_STREAM,
  sockaddrText,
} from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const list = ref<addrinfo | null>(null);
  log("getaddrinfo:", ws2.getaddrinfo("device.test", "http", newaddrinfo({ ai_socktype: SOCK_STREAM }), list));
  for (let each = list.value; each !== null; each = each.ai_next)
    log("address:", sockaddrText(each.ai_addr as Uint8Array));

  const host = ref("");
  const service = ref("");
  const address = list.value?.ai_addr as Uint8Array;
  log("getnameinfo:", ws2.getnameinfo(address, address.length, host, 256, service, 32, NI_NUMERICHOST));
  log("host", host.value, "service", service.value);
  ws2.freeaddrinfo(list.value);
  ws2.WSACleanup();
}

// prints: getaddrinfo: 0
// prints: address: 10.9.8.7:80
// prints: getnameinfo: 0
// prints: host 10.9.8.7 service http
