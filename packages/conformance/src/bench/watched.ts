import { newWSANETWORKEVENTS, type SOCKET, type WSAEVENT, type WSANETWORKEVENTS } from "@ws2kit/spi";
import { sameEvents } from "../findings/finding.js";
import type { Bench } from "./bench.js";
import { awaitEvent, newEvent } from "./overlapping.js";
import { loopbackPair } from "./pairs.js";
import type { Program } from "./program.js";

/** A socket and the event object that WSAEventSelect associated with it. */
export interface Watched {
  readonly program: Program;
  readonly s: SOCKET;
  readonly event: WSAEVENT;
}

export function watch(program: Program, s: SOCKET, mask: number, event = newEvent(program)): Watched {
  program.works(program.ws2.WSAEventSelect(s, event, mask), "WSAEventSelect's error");
  return { program, s, event };
}

/** Reads and clears the recorded events, and resets the event object. Waits for the event first if `waits`. */
export function take({ program, s, event }: Watched, waits = false): WSANETWORKEVENTS {
  if (waits) awaitEvent(program, event);
  const events = newWSANETWORKEVENTS();
  program.works(program.ws2.WSAEnumNetworkEvents(s, event, events), "WSAEnumNetworkEvents' error");
  return events;
}

/** Asserts that exactly these events are recorded now. */
export function records(watched: Watched, expected: number, what: string): void {
  sameEvents(take(watched).lNetworkEvents, expected, what);
}

/** A connection within one machine whose near end is watched. The events recorded at the start have been read. */
export function watchedPair(bench: Bench, mask: number) {
  const pair = loopbackPair(bench);
  const watched = watch(pair.near, pair.s, mask);
  take(watched);
  return { ...pair, watched };
}
