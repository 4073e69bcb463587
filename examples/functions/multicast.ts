/**
 * Joins a multicast group with a leaf, and receives what another socket sends to the group.
 *
 * Functions: WSAJoinLeaf (on desktop).
 */
import {
  AF_INET,
  JL_BOTH,
  type Machine,
  SOCK_DGRAM,
  sockaddr_in,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
} from "@ws2kit/target";
import { bound, bytesOf, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const group = sockaddr_in("239.1.2.3", 5000);
  const flags = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
  const leaf = sound(ws2, ws2.WSASocketW(AF_INET, SOCK_DGRAM, 0, null, 0, flags), "WSASocketW");
  const joined = sound(ws2, ws2.WSAJoinLeaf(leaf, group, group.length, null, null, null, null, JL_BOTH), "WSAJoinLeaf");
  log("the leaf is the same socket:", joined === leaf);

  const { s } = bound(ws2);
  sound(ws2, ws2.sendto(s, bytesOf("to all"), 6, 0, group, group.length), "sendto");
  const buffer = new Uint8Array(20);
  log("received", textOf(buffer, sound(ws2, ws2.recv(leaf, buffer, buffer.length, 0), "recv")));
  ws2.closesocket(s);
  ws2.closesocket(leaf);
  ws2.WSACleanup();
}

// prints: the leaf is the same socket: true
// prints: received to all
