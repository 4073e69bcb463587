import { DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** WSAPoll, which the desktop alone has. */
export const POLL = [
  {
    id: "WSAPoll/ready",
    number: 2401,
    text: "The call tells in revents what of events holds, and returns how many rows have something.",
    source: "captured poll",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSAPoll/timeout",
    number: 2402,
    text: "With nothing in time it returns 0.",
    source: "captured poll",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSAPoll/closed",
    number: 2403,
    text: "A row whose handle is no socket has POLLNVAL beside rows that have one; alone it is WSAENOTSOCK.",
    source: "captured poll",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSAPoll/hangup",
    number: 2404,
    text: "A peer that has closed its side shows as POLLHUP.",
    source: "captured poll",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSAPoll/no-rows",
    number: 2405,
    text: "No rows is WSAEINVAL, and a null list with a count is WSAEFAULT.",
    source: "captured poll; design c",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
] as const satisfies readonly Rule[];
