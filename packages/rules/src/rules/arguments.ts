import { ANY, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** What a function returns for a value that none of its parameters can be in C. */
export const ARGUMENTS = [
  {
    id: "arguments/wrong-type",
    number: 3701,
    text: "A value of a wrong type fails the call: WSAENOTSOCK for a socket, WSAEFAULT for a pointer, a structure or a text, WSAEINVAL for a number. The call changes nothing.",
    source: "design c",
    applies: ANY,
  },
  {
    id: "arguments/wrong-type-by-provider",
    number: 3702,
    text: "The provider of TCP/IP refuses values of a wrong type with the codes that ws2 uses: WSAENOTSOCK, WSAEFAULT and WSAEINVAL.",
    source: "design c",
    applies: SHIPPED,
  },
  {
    id: "arguments/wrong-type-win32",
    number: 3703,
    text: "The functions of kernel32 and user32 report values of a wrong type as ERROR_INVALID_HANDLE or ERROR_INVALID_PARAMETER.",
    source: "design c; page codes",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "states/calls",
    number: 3704,
    text: "Each call has the documented result in each state of a TCP or UDP socket, and changes only what it documents.",
    source: "captured state; reference §1",
    applies: SHIPPED,
  },
  {
    id: "states/desktop-calls",
    number: 3705,
    text: "Each call that only desktop has, has the documented result in each state of a TCP or UDP socket.",
    source: "captured state; captured poll; page codes",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "names/results",
    number: 3706,
    text: "The functions for host names, services, protocols and address texts return the documented result for each combination of arguments.",
    source: "page remarks; page codes",
    applies: SHIPPED,
  },
  {
    id: "names/desktop-results",
    number: 3707,
    text: "The functions for host names and address texts that only desktop has return the documented result for each combination of arguments.",
    source: "page remarks; page codes",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
] as const satisfies readonly Rule[];
