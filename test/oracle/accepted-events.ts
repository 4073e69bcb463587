import type { Acceptance } from "./ledger.js";

/** Differences in network events. */
export const acceptedEvents: readonly Acceptance[] = [
  {
    cases: ["network-events/listener second connection before accept"],
    reason: "not Windows: a further connection is signalled (WSAEventSelect-03)",
    instead: "signalled, ACCEPT",
  },
  {
    cases: ["network-events/more data without recv"],
    reason: "not Windows: more data is signalled (WSAEventSelect-10)",
    instead: "signalled, READ",
  },
  {
    cases: ["network-events/server drained"],
    reason: "not Windows: event and records agree",
    instead: "not signalled, none",
  },
  {
    cases: ["network-events/peer shutdown with data pending"],
    reason: "not Windows: FD_CLOSE does not wait for the data to be read (WSAEventSelect-16)",
    instead: "signalled, READ CLOSE",
  },
  {
    cases: ["network-events/after recv data (CLOSE?)"],
    reason: "not Windows: FD_CLOSE does not wait for the data to be read (WSAEventSelect-16)",
    instead: "not signalled, none",
  },
  {
    cases: ["network-events/peer RST"],
    reason: "not Windows: after a reset, FD_CLOSE has WSAECONNABORTED (WSAEventSelect-17)",
    instead: "signalled, CLOSE WSAECONNABORTED",
  },
  {
    cases: ["network-events/recv after RST"],
    reason: "not Windows: after a reset, WSAECONNRESET (WSARecv-10)",
    instead: "WSAECONNRESET",
  },
  {
    cases: ["network-events/enum NULL out"],
    reason: "not Windows: the capture crashed",
    instead: "WSAEFAULT",
  },
  {
    cases: ["network-events/WSAAsyncSelect NULL hwnd"],
    reason: "not Windows: a window that does not exist is WSAEINVAL",
    instead: "WSAEINVAL",
  },
  {
    cases: ["network-events/after re-select with data (re-recorded)"],
    reason: "not Windows: a selection records nothing again that was reported (test_read_events)",
    instead: "not signalled, none",
  },
  {
    cases: ["network-events/udp bound (WRITE)"],
    reason: "not Windows: a datagram socket is writable once it is bound (test_connect_events)",
    instead: "signalled, WRITE",
  },
  {
    cases: ["network-events/udp unbound"],
    reason: "not Windows: an unbound socket has no events",
    instead: "not signalled, none",
  },
];
