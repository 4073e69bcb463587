import { BASE } from "../applies.js";
import type { Rule } from "../rule.js";

/** Socket groups: the rules of the 1997 page, for providers that keep them. */
export const SOCKET_GROUPS = [
  {
    id: "groups/join",
    number: 301,
    text: "If g is the id of a group, the new socket joins it, if it fulfils the group's requirements.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/new-unconstrained",
    number: 302,
    text: "SG_UNCONSTRAINED_GROUP makes an unconstrained group with the new socket as its first member.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/new-constrained",
    number: 303,
    text: "SG_CONSTRAINED_GROUP makes a constrained group with the new socket as its first member.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/zero",
    number: 304,
    text: "If g is 0, the call does not affect groups.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/one-provider",
    number: 305,
    text: "All sockets of a group belong to one provider.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/unconstrained/any-sockets",
    number: 306,
    text: "An unconstrained group accepts any of its provider's sockets.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/constrained/connection-oriented",
    number: 307,
    text: "A constrained group accepts connection-oriented sockets only.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/constrained/one-destination",
    number: 308,
    text:
      "The connections of a constrained group all go to the same address on the same host; WSPConnect to " +
      "another is WSAEINVAL.",
    source: "WSPSocket (1997) groups; design rulings",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/id/readable",
    number: 309,
    text: "WSPGetSockOpt with SO_GROUP_ID returns the id of a group as soon as it is made.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/id/unique-across-processes",
    number: 310,
    text: "One provider's group ids are unique across all processes.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/id/not-a-constant",
    number: 311,
    text: "No group has the id 0, 1 or 2: these values of g mean something else.",
    source: "reference §9",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/id/get-only",
    number: 312,
    text: "SO_GROUP_ID can be read and not set; it is 0 for a socket that is in no group.",
    source: "reference §9",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/lifetime",
    number: 313,
    text: "A group and its id last until the last of its sockets is closed.",
    source: "WSPSocket (1997) groups",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/invalid",
    number: 314,
    text: "A g that is not the id of a group of this provider is WSAEINVAL.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; design rulings",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/priority/default",
    number: 315,
    text: "SO_GROUP_PRIORITY is 0 at first, and reads as the value that was set.",
    source: "reference §9",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/accept/not-inherited",
    number: 316,
    text: "An accepted socket is not in its listener's group unless the condition function puts it there.",
    source: "reference §9",
    applies: { ...BASE, capability: "groups" },
  },
  {
    id: "groups/unsupported",
    number: 317,
    text: "A provider without groups returns WSAEINVAL for a g that is not 0, after it has recognised a duplicated info.",
    source: "design rulings",
    applies: { ...BASE, lacking: "groups" },
  },
] as const satisfies readonly Rule[];
