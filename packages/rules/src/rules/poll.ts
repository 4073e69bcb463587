import { BASE, DESKTOP } from "../applies.js";
import type { Rule } from "../rule.js";

/** WSAPoll, which the desktop alone has. */
export const POLL = [
  {
    id: "WSAPoll/ready",
    number: 2401,
    text: "The call reports in revents what of events holds, and returns how many rows have something: data is POLLRDNORM alone.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/timeout",
    number: 2402,
    text: "With nothing in time it returns 0.",
    source: "captured poll",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/closed",
    number: 2403,
    text: "A row whose handle is no socket has POLLNVAL, and is not counted; without another row the call is WSAENOTSOCK.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/hangup",
    number: 2404,
    text: "A peer that has closed its side shows as POLLHUP, unasked, also while data is left.",
    source: "captured poll; design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/no-rows",
    number: 2405,
    text: "No rows is WSAEINVAL, and a null list with a count is WSAEFAULT.",
    source: "captured poll; design c",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/events",
    number: 2406,
    text: "POLLRDNORM, POLLRDBAND and POLLWRNORM may be asked for; a row with another bit in events is WSAEINVAL.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/urgent",
    number: 2407,
    text: "Urgent data shows as POLLRDBAND.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP, capability: "urgent" },
  },
  {
    id: "WSAPoll/connect-failed",
    number: 2408,
    text: "A connect that failed shows as POLLERR, POLLHUP and POLLWRNORM.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSAPoll/closed-meanwhile",
    number: 2409,
    text: "A socket that another thread closes while the call waits shows as POLLNVAL, and ends the wait.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP },
  },
] as const satisfies readonly Rule[];
