/**
 * Closes a connection in both directions: no more to send, and no more to receive. TCP carries no data of a
 * disconnect.
 *
 * Functions: WSASendDisconnect, WSARecvDisconnect (on desktop).
 */
import { type Machine, SOCKET_ERROR, WSAESHUTDOWN } from "@ws2kit/target";
import { bytesOf, connected, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { client, server } = connected(ws2);
  sound(ws2, ws2.WSASendDisconnect(client, null), "WSASendDisconnect");
  const sent = ws2.send(client, bytesOf("x"), 1, 0);
  log("send after WSASendDisconnect fails:", sent === SOCKET_ERROR && ws2.WSAGetLastError() === WSAESHUTDOWN);
  log("the peer's recv returns", ws2.recv(server, new Uint8Array(1), 1, 0));
  sound(ws2, ws2.WSARecvDisconnect(client, null), "WSARecvDisconnect");
  const received = ws2.recv(client, new Uint8Array(1), 1, 0);
  log("recv after WSARecvDisconnect fails:", received === SOCKET_ERROR && ws2.WSAGetLastError() === WSAESHUTDOWN);
  ws2.closesocket(client);
  ws2.closesocket(server);
  ws2.WSACleanup();
}

// prints: send after WSASendDisconnect fails: true
// prints: the peer's recv returns 0
// prints: recv after WSARecvDisconnect fails: true
