import { ANY } from "../applies.js";
import type { Rule } from "../rule.js";

/** Events, and waiting for several of them. */
export const EVENTS = [
  {
    id: "WSACreateEvent/not-signalled",
    number: 2001,
    text: "A new event is not signalled.",
    source: "reference §2.1",
    applies: ANY,
  },
  {
    id: "WSASetEvent/manual-reset",
    number: 2002,
    text: "A signalled event stays signalled until WSAResetEvent, even if waits end because of it.",
    source: "reference §2.1",
    applies: ANY,
  },
  {
    id: "WSACloseEvent/closes",
    number: 2003,
    text: "After WSACloseEvent the handle is WSA_INVALID_HANDLE.",
    source: "reference §2.1",
    applies: ANY,
  },
  {
    id: "events/bad-handle",
    number: 2004,
    text: "A handle that is not an event's is WSA_INVALID_HANDLE in every call about events.",
    source: "reference §4.3; page codes",
    applies: ANY,
  },
  {
    id: "WPUSetEvent/shared-with-applications",
    number: 2005,
    text: "The upcalls and the functions of the API see the same events.",
    source: "reference §2.1",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/any",
    number: 2006,
    text: "The result is WSA_WAIT_EVENT_0 plus the lowest index that is signalled.",
    source: "page remarks",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/all",
    number: 2007,
    text: "With fWaitAll, the wait ends when all events are signalled at once.",
    source: "page remarks",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/timeout",
    number: 2008,
    text: "A wait whose time is over returns WSA_WAIT_TIMEOUT.",
    source: "reference §4.3; page remarks",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/zero",
    number: 2009,
    text: "A timeout of 0 checks without waiting.",
    source: "page remarks",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/too-many",
    number: 2010,
    text: "A count of 0, or of more than WSA_MAXIMUM_WAIT_EVENTS, is WSA_INVALID_PARAMETER.",
    source: "reference §4.3; page codes",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/sixty-four",
    number: 2011,
    text: "A wait can include 64 events.",
    source: "reference §4.3",
    applies: ANY,
  },
  {
    id: "WSAWaitForMultipleEvents/nothing-can-end-it",
    number: 2012,
    text: "On a simulated network, a wait that nothing can end returns WSA_WAIT_FAILED at once.",
    source: "design waiting",
    applies: ANY,
  },
] as const satisfies readonly Rule[];
