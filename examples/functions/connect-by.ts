/**
 * Connects to a host by name, then to the first of several addresses that accepts.
 *
 * Functions: WSAConnectByNameW, WSAConnectByList.
 */
import { AF_INET, type Machine, SOCK_STREAM, sockaddr_in, sockaddrPort } from "@ws2kit/target";
import { listening, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s, address } = listening(ws2);
  const port = String(sockaddrPort(address));
  const first = sound(ws2, ws2.socket(AF_INET, SOCK_STREAM, 0), "socket");
  log("by name:", ws2.WSAConnectByNameW(first, "127.0.0.1", port, null, null, null, null, null, null));

  const second = sound(ws2, ws2.socket(AF_INET, SOCK_STREAM, 0), "socket");
  const Address = [sockaddr_in("127.0.0.1", 1), address].map((lpSockaddr) => ({ lpSockaddr, iSockaddrLength: 16 }));
  const list = { iAddressCount: 2, Address };
  log("by list:", ws2.WSAConnectByList(second, list, null, null, null, null, null, null));
  for (const each of [first, second, s]) ws2.closesocket(each);
  ws2.WSACleanup();
}

// prints: by name: true
// prints: by list: true
