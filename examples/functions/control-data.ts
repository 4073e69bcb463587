/**
 * Receives a datagram with control data: the address to which it was sent. The sender passes a WSAMSG, too.
 *
 * Functions: WSASendMsg, WSARecvMsg.
 */
import {
  DWORD,
  IP_PKTINFO,
  IPPROTO_IP,
  type Machine,
  newWSABUF,
  newWSAMSG,
  ref,
  SOCKADDR_IN_SIZE,
  WSA_CMSG_DATA,
  WSA_CMSG_FIRSTHDR,
} from "@ws2kit/target";
import { bound, bytesOf, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s, address } = bound(ws2);
  sound(ws2, ws2.setsockopt(s, IPPROTO_IP, IP_PKTINFO, DWORD(1), 4), "setsockopt");
  const count = ref(0);
  sound(ws2, ws2.WSASendMsg(s, newWSAMSG(address, newWSABUF(bytesOf("hello"))), 0, count, null, null), "WSASendMsg");
  log("sent", count.value, "bytes");

  const control = newWSABUF(new Uint8Array(96));
  const message = newWSAMSG(new Uint8Array(SOCKADDR_IN_SIZE), newWSABUF(new Uint8Array(64)), control);
  sound(ws2, ws2.mswsock.WSARecvMsg(s, message, count, null, null), "WSARecvMsg");
  const first = WSA_CMSG_FIRSTHDR(message);
  if (first === null) throw new Error("the datagram has no control data");
  log("received", count.value, "bytes, sent to", WSA_CMSG_DATA(first).subarray(0, 4).join("."));
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: sent 5 bytes
// prints: received 5 bytes, sent to 127.0.0.1
