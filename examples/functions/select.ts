/**
 * Waits until one of two sockets can be read. select leaves only the sockets in the set that are ready.
 *
 * Functions: select, __WSAFDIsSet.
 */
import { FD_ISSET, fd_set, type Machine } from "@ws2kit/target";
import { bound, bytesOf, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const [quiet, busy] = [bound(ws2), bound(ws2)];
  sound(ws2, ws2.sendto(quiet.s, bytesOf("x"), 1, 0, busy.address, busy.address.length), "sendto");

  const readable = fd_set(quiet.s, busy.s);
  const count = sound(ws2, ws2.select(0, readable, null, null, { tv_sec: 1, tv_usec: 0 }), "select");
  log("ready:", count, "quiet:", FD_ISSET(quiet.s, readable), "busy:", FD_ISSET(busy.s, readable));
  log("__WSAFDIsSet, which FD_ISSET of C calls:", ws2.__WSAFDIsSet(busy.s, readable));

  const nothing = fd_set(quiet.s);
  log("time-out:", ws2.select(0, nothing, null, null, { tv_sec: 0, tv_usec: 500_000 }));
  ws2.closesocket(quiet.s);
  ws2.closesocket(busy.s);
  ws2.WSACleanup();
}

// prints: ready: 1 quiet: false busy: true
// prints: __WSAFDIsSet, which FD_ISSET of C calls: 1
// prints: time-out: 0
