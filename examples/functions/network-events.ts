/**
 * Waits for the network with an event: WSAEventSelect names what to report, WSAEnumNetworkEvents what has
 * happened.
 *
 * Functions: WSAEventSelect, WSAEnumNetworkEvents.
 */
import { FD_READ, FD_WRITE, type Machine, newWSANETWORKEVENTS } from "@ws2kit/target";
import { bound, bytesOf, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s, address } = bound(ws2);
  const event = ws2.WSACreateEvent();
  sound(ws2, ws2.WSAEventSelect(s, event, FD_READ | FD_WRITE), "WSAEventSelect");

  const happened = newWSANETWORKEVENTS();
  sound(ws2, ws2.WSAEnumNetworkEvents(s, event, happened), "WSAEnumNetworkEvents");
  log(
    "at first: FD_WRITE",
    (happened.lNetworkEvents & FD_WRITE) !== 0,
    "FD_READ",
    (happened.lNetworkEvents & FD_READ) !== 0,
  );

  sound(ws2, ws2.sendto(s, bytesOf("x"), 1, 0, address, address.length), "sendto");
  ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false);
  sound(ws2, ws2.WSAEnumNetworkEvents(s, event, happened), "WSAEnumNetworkEvents");
  log("after a datagram: FD_READ", (happened.lNetworkEvents & FD_READ) !== 0);
  ws2.WSACloseEvent(event);
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: at first: FD_WRITE true FD_READ false
// prints: after a datagram: FD_READ true
