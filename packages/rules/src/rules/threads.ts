import { ANY, DESKTOP } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const HERE: Applies = { ...ANY, systems: DESKTOP };

/** Threads that a program starts, their APCs, and the events and handles of kernel32. */
export const THREADS = [
  {
    id: "CreateThread/runs",
    number: 2951,
    text: "A thread runs its function with the parameter in the next turn or in the next wait of another thread, not before.",
    source: "page remarks; design waiting",
    applies: HERE,
  },
  {
    id: "CreateThread/own-error",
    number: 2952,
    text: "A thread has its own last error and identifier.",
    source: "page remarks; design objects",
    applies: HERE,
  },
  {
    id: "CreateThread/signalled",
    number: 2953,
    text: "A thread's handle is signalled when it has ended; its exit code is what it returned, and STILL_ACTIVE before.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "CreateThread/suspended",
    number: 2954,
    text: "With CREATE_SUSPENDED a thread begins at ResumeThread, which returns how often it was suspended.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "CreateThread/acts-on-a-wait",
    number: 2955,
    text: "A thread acts while another waits: it closes the socket of a receive, which is WSAEINTR, or signals its event.",
    source: "design waiting",
    applies: HERE,
  },
  {
    id: "CreateThread/last-in-first-out",
    number: 2956,
    text: "If a thread runs in another thread's wait, its own wait ends first, even if the other's could end earlier.",
    source: "design waiting",
    applies: HERE,
  },
  {
    id: "CreateThread/only-the-outer-could-end-it",
    number: 2957,
    text: "A wait that only a thread below it on the stack could end fails with WSAENETDOWN, and a record lists who waits.",
    source: "design waiting",
    applies: HERE,
  },
  {
    id: "QueueUserAPC/alertable",
    number: 2958,
    text: "An APC runs in an alertable wait of its thread, which it ends, and in no other wait.",
    source: "reference §8",
    applies: HERE,
  },
  {
    id: "QueueUserAPC/before-the-thread",
    number: 2959,
    text: "APCs of a thread that has not begun run before it; a thread that has ended accepts none.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "CreateEventW/auto-reset",
    number: 2960,
    text: "A wait that an auto-reset event ends resets it; a manual-reset event stays signalled.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "WaitForMultipleObjects/all",
    number: 2961,
    text: "A wait for all ends when all are signalled at once, and resets no auto-reset event before.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "WaitForSingleObject/invalid",
    number: 2962,
    text: "A wait for a handle of neither an event nor a thread is WAIT_FAILED with ERROR_INVALID_HANDLE.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "DuplicateHandle/second",
    number: 2963,
    text: "A second handle of an event refers to the same event, and stays valid when the first is closed.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "DuplicateHandle/current-thread",
    number: 2964,
    text: "The duplicate of GetCurrentThread is a handle of that thread, which another thread can use.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "DuplicateHandle/socket",
    number: 2965,
    text: "The second handle of a socket can be closed, but ws2 does not accept it as a socket: WSAENOTSOCK.",
    source: "oracle WSAGetOverlappedResult-02; captured async",
    applies: HERE,
  },
] as const satisfies readonly Rule[];
