/**
 * Looks up hosts, services and protocols by name and by number, as programs of Winsock 1.1 do.
 *
 * Functions: gethostname, gethostbyname, gethostbyaddr, getservbyname, getservbyport, getprotobyname,
 *   getprotobynumber.
 */
import { AF_INET, type Machine, ref, WSAHOST_NOT_FOUND } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const name = ref("");
  sound(ws2, ws2.gethostname(name, 256), "gethostname");
  log("gethostname returns a name:", name.value !== "");

  const host = ws2.gethostbyname("device.test");
  log("gethostbyname:", host?.h_addr_list[0]?.join("."));
  const back = ws2.gethostbyaddr(Uint8Array.of(10, 9, 8, 7), 4, AF_INET);
  log("gethostbyaddr:", back?.h_name);
  log("an unknown host is null:", ws2.gethostbyname("nowhere.test"), ws2.WSAGetLastError() === WSAHOST_NOT_FOUND);

  // s_port is in network byte order
  const http = ws2.getservbyname("http", "tcp");
  log("getservbyname:", http?.s_name, ws2.ntohs(http?.s_port ?? 0));
  log("getservbyport:", ws2.getservbyport(ws2.htons(25), "tcp")?.s_name);
  log("getprotobyname:", ws2.getprotobyname("udp")?.p_proto);
  log("getprotobynumber:", ws2.getprotobynumber(6)?.p_name);
  ws2.WSACleanup();
}

// prints: gethostname returns a name: true
// prints: gethostbyname: 10.9.8.7
// prints: gethostbyaddr: device.test
// prints: an unknown host is null: null true
// prints: getservbyname: http 80
// prints: getservbyport: smtp
// prints: getprotobyname: 17
// prints: getprotobynumber: tcp
