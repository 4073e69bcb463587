import { BASE, DESKTOP } from "../applies.js";
import type { Rule } from "../rule.js";

/** WSAPoll, which the desktop alone has. */
export const POLL = [
  {
    id: "WSAPoll/ready",
    number: 2401,
    text: "The call reports in revents which bits of events hold, and returns the number of rows with a bit: data is POLLRDNORM alone.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/timeout",
    number: 2402,
    text: "If nothing happens in time, it returns 0.",
    source: "captured poll",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/closed",
    number: 2403,
    text: "A row whose handle is not a socket reports POLLNVAL, and is not counted; if there is no other row, the call is WSAENOTSOCK.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/hangup",
    number: 2404,
    text: "A peer that has closed its side is reported as POLLHUP, even if events does not include it and data is left.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/no-rows",
    number: 2405,
    text: "A count of 0 is WSAEINVAL, and a null list with another count is WSAEFAULT.",
    source: "captured poll; design c",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/events",
    number: 2406,
    text: "events may include POLLRDNORM, POLLRDBAND and POLLWRNORM; a row with another bit is WSAEINVAL.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/urgent",
    number: 2407,
    text: "Urgent data is reported as POLLRDBAND.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP, capability: "urgent" },
  },
  {
    id: "WSAPoll/connect-failed",
    number: 2408,
    text: "A connect that failed is reported as POLLERR, POLLHUP and POLLWRNORM.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/closed-meanwhile",
    number: 2409,
    text: "If another thread closes a socket while the call waits, the wait ends and the row has POLLNVAL.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/rows",
    number: 2410,
    text: "Each of the first fds rows reports the events of its own socket that it asks for; a socket may have several rows. A listener with a connection reports POLLRDNORM.",
    source: "page remarks; captured poll",
    applies: { ...BASE, systems: DESKTOP, capability: "stream" },
  },
  {
    id: "WSAPoll/not-connected",
    number: 2411,
    text: "A stream that is not connected reports POLLHUP, and POLLWRNORM if asked; once its connect has succeeded, it reports POLLWRNORM alone.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP, capability: "stream" },
  },
  {
    id: "WSAPoll/waits",
    number: 2412,
    text: "The call waits for an event that a row asks for, or for the end of a stream, and without a limit if the timeout is negative; other data does not end the wait.",
    source: "page remarks; design rulings",
    applies: { ...BASE, systems: DESKTOP, capability: "stream" },
  },
  {
    id: "WSAPoll/datagrams",
    number: 2413,
    text: "A datagram socket, bound or not, reports POLLWRNORM, and POLLRDNORM if a datagram has come.",
    source: "page remarks; captured poll",
    applies: { ...BASE, systems: DESKTOP, capability: "datagram" },
  },
] as const satisfies readonly Rule[];
