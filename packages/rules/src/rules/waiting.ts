import { ANY, DESKTOP } from "../applies.js";
import type { Rule } from "../rule.js";

/** Waiting: what a blocking call may meet. */
export const WAITING = [
  {
    id: "waiting/slot-called-once",
    number: 1701,
    text: "An API call makes each SPI call that it needs once: blocking is the base provider's.",
    source: "design waiting",
    applies: ANY,
  },
  {
    id: "waiting/nested-on-one-thread",
    number: 1702,
    text: "A blocking call inside another of the same thread is WSAEINPROGRESS.",
    source: "design waiting; reference §7",
    applies: ANY,
  },
  {
    id: "waiting/nested-across-threads",
    number: 1703,
    text: "Waits of different threads nest, and the outer one returns after the inner one.",
    source: "design waiting",
    applies: ANY,
  },
  {
    id: "waiting/cancelled",
    number: 1704,
    text: "A blocking call that is cancelled is WSAEINTR.",
    source: "design waiting; reference §7",
    applies: { ...ANY, profiles: DESKTOP },
  },
  {
    id: "waiting/nothing-can-end-it",
    number: 1705,
    text:
      "On a simulated network a wait that nothing can end is WSAENETDOWN at once, and a log record lists " +
      "who waits for what.",
    source: "design waiting",
    applies: ANY,
  },
] as const satisfies readonly Rule[];
