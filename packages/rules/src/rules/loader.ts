import { ANY, BASE, CE } from "../applies.js";
import type { Rule } from "../rule.js";

/** Loading a provider: the handshake of WSPStartup and the codes 10104 to 10107. */
export const LOADER = [
  {
    id: "loader/lazy",
    number: 901,
    text: "A provider's DLL is loaded when a process first needs it, not at WSAStartup.",
    source: "design objects; reference §6",
    applies: ANY,
  },
  {
    id: "loader/once-per-process",
    number: 902,
    text: "A process loads a provider once for all entries with its ProviderId.",
    source: "design objects; reference §6",
    applies: ANY,
  },
  {
    id: "loader/unknown-entry",
    number: 903,
    text: "An id that no catalog entry has is WSAEINVAL, and nothing is loaded.",
    source: "design loading",
    applies: ANY,
  },
  {
    id: "loader/module-missing",
    number: 904,
    text: "A catalog entry whose DLL the machine lacks is WSAEPROVIDERFAILEDINIT.",
    source: "design loading",
    applies: ANY,
  },
  {
    id: "loader/startup-fails",
    number: 905,
    text: "A WSPStartup that answers an error is WSAEPROVIDERFAILEDINIT.",
    source: "design loading; reference §5.3",
    applies: ANY,
  },
  {
    id: "loader/startup-throws",
    number: 906,
    text: "A module or a WSPStartup that throws is WSAEPROVIDERFAILEDINIT, and the exception goes no further.",
    source: "design loading",
    applies: ANY,
  },
  {
    id: "loader/version-requested",
    number: 907,
    text: "WSPStartup is asked for version 2.2.",
    source: "reference §6",
    applies: ANY,
  },
  {
    id: "loader/version-not-2.2",
    number: 908,
    text: "A WSPStartup that settles on another version than 2.2 is WSAEINVALIDPROVIDER, after a WSPCleanup.",
    source: "WSASocket (CE) errors; design loading",
    applies: ANY,
  },
  {
    id: "loader/version-supported",
    number: 909,
    text:
      "A provider that supports nothing as low as the version asked for answers WSAVERNOTSUPPORTED; " +
      "otherwise wVersion is the lower of its highest and the one asked for.",
    source: "reference §6",
    applies: BASE,
  },
  {
    id: "loader/empty-slot",
    number: 910,
    text: "A slot of the procedure table that is empty is WSAEINVALIDPROCTABLE.",
    source: "WSASocket (CE) errors; design loading",
    applies: ANY,
  },
  {
    id: "loader/empty-slots-without-page",
    number: 911,
    text: "On Windows CE slots 4 and 15, which have no page there, may be empty.",
    source: "design rulings; reference §1.3",
    applies: { ...ANY, systems: CE },
  },
  {
    id: "loader/info-that-triggered",
    number: 912,
    text: "WSPStartup gets the catalog entry that made ws2 load the provider: for a chain, the chain's.",
    source: "reference §6",
    applies: ANY,
  },
  {
    id: "loader/upcalls-by-value",
    number: 913,
    text: "WSPStartup gets the upcall table by value: what a provider does to it reaches nobody else.",
    source: "reference §2.1",
    applies: ANY,
  },
  {
    id: "WSPStartup/table-complete",
    number: 914,
    text: "WSPStartup fills in all 30 slots.",
    source: "reference §6",
    applies: BASE,
  },
  {
    id: "WSPCleanup/counted",
    number: 915,
    text: "A provider counts its startups in a process: only the last WSPCleanup does the work.",
    source: "reference §6",
    applies: BASE,
  },
  {
    id: "WSPCleanup/restart",
    number: 916,
    text: "After the last WSPCleanup a provider can be started again at once.",
    source: "reference §6",
    applies: BASE,
  },
  {
    id: "containment/slot-throws",
    number: 917,
    text: "A slot that throws makes the call fail with WSASYSCALLFAILURE, and a log record names provider and slot.",
    source: "design loading",
    applies: ANY,
  },
  {
    id: "containment/stray-socket",
    number: 918,
    text:
      "A socket from WSPSocket, WSPAccept or WSPJoinLeaf that no upcall registered makes the call fail with " +
      "WSASYSCALLFAILURE, and a log record names provider, slot and handle.",
    source: "design loading",
    applies: ANY,
  },
  {
    id: "WSPCleanup/last",
    number: 919,
    text: "The last WSPCleanup resets open connections; what was sent on sockets closed before it still goes out.",
    source: "reference §6",
    applies: BASE,
  },
] as const satisfies readonly Rule[];
