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
    applies: { ...ANY, systems: DESKTOP },
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
  {
    id: "waiting/callback-waits",
    number: 1706,
    text: "A wait delivers the callbacks of other machines on its network, and then continues.",
    source: "design waiting",
    applies: ANY,
  },
  {
    id: "WSASetBlockingHook/runs",
    number: 1707,
    text: "While a call on a socket blocks, the hook of its thread runs repeatedly, and no call works inside it. A wait for events or a completion port, and a sleep, run no hook.",
    source: "reference §7; page remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WSASetBlockingHook/version-two",
    number: 1708,
    text: "In a process that asked for version 2, the call is WSAEOPNOTSUPP.",
    source: "page remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WSACancelBlockingCall/nothing",
    number: 1709,
    text: "If no call blocks, it is WSAEINVAL.",
    source: "reference §1",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WSACancelBlockingCall/provider",
    number: 1710,
    text: "WSPCancelBlockingCall of the provider in which the call blocks ends that call; its result is the result of WSACancelBlockingCall.",
    source: "reference §1; reference §7",
    applies: { ...ANY, systems: DESKTOP },
  },
] as const satisfies readonly Rule[];
