/**
 * Creates two events and signals one of them. Waits for the signalled event, then for the other, until its time limit.
 *
 * Functions: WSACreateEvent, WSASetEvent, WSAResetEvent, WSACloseEvent, WSAWaitForMultipleEvents.
 */
import { type Machine, WSA_WAIT_EVENT_0, WSA_WAIT_TIMEOUT } from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const events = [ws2.WSACreateEvent(), ws2.WSACreateEvent()];

  ws2.WSASetEvent(events[1]);
  const index = ws2.WSAWaitForMultipleEvents(2, events, false, 1000, false) - WSA_WAIT_EVENT_0;
  log("signalled: the event at", index);

  ws2.WSAResetEvent(events[1]);
  const before = machine.platform.now();
  const result = ws2.WSAWaitForMultipleEvents(2, events, false, 1000, false);
  log("time-out:", result === WSA_WAIT_TIMEOUT, "after", machine.platform.now() - before, "ms");
  for (const event of events) ws2.WSACloseEvent(event);
  ws2.WSACleanup();
}

// prints: signalled: the event at 1
// prints: time-out: true after 1000 ms
