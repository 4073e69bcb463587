import type { Acceptance } from "./ledger.js";

/** Differences in state and argument errors. Rows of both platforms begin with "state". */
export const acceptedState: readonly Acceptance[] = [
  {
    cases: [
      "state*/tcp unconnected send len0",
      "state*/tcp unconnected sendto",
      "state*/listening send",
      "state*/send after refused",
      "state*/udp send unconnected",
      "state*/udp send after dissolve",
    ],
    reason: "not Windows: a socket without a peer is WSAENOTCONN",
    instead: "WSAENOTCONN",
  },
  {
    cases: ["state*/getsockname NULL len", "state*/connect NULL", "state*/connect len 15"],
    reason: "not Windows: the capture crashed or did not look",
    instead: "WSAEFAULT",
  },
  {
    cases: ["state*/connect family 23 len16"],
    reason: "not Windows: another family is WSAEAFNOSUPPORT",
    instead: "WSAEAFNOSUPPORT",
  },
  {
    cases: ["state*/udp sendto port 0"],
    reason: "not Windows: a datagram to port 0 counts as sent",
    instead: "1",
  },
  {
    cases: ["state*/connect port 0"],
    reason: "not Windows: port 0 is nowhere to connect to",
    instead: "WSAEADDRNOTAVAIL",
  },
  {
    cases: ["state*/accept retry full addrlen (was the connection consumed?)"],
    reason: "asserted by no suite: a connection that could not be reported stays queued",
    instead: "0",
  },
  {
    cases: ["state*/listen after connect"],
    reason: "reference §1 slot 18: a connected socket is WSAEISCONN",
    instead: "WSAEISCONN",
  },
  {
    cases: ["state/udp unbound recv"],
    reason: "not Windows: an unbound socket cannot receive",
    instead: "WSAEINVAL",
  },
  {
    cases: ["state*/WSARecv udp MSG_PARTIAL"],
    reason: "reference §1.2: MSG_PARTIAL comes out only where part of a message remains",
    instead: "0, n 5, flags 0x0",
  },
  {
    cases: ["state/udp recv after port unreachable (unconnected)"],
    reason: "no evidence: Windows reports an unreachable port, a BSD stack only to a connected socket",
    isNoEvidence: true,
  },
  {
    cases: ["state/udp recv after port unreachable (connected)"],
    reason: "not Windows: an unreachable port is reported",
    instead: "WSAECONNRESET",
  },
  {
    cases: ["state*/recv after RST"],
    reason: "not Windows: after a reset, WSAECONNRESET (WSARecv-10)",
    instead: "WSAECONNRESET",
  },
  {
    cases: ["state*/recv after send to closed peer"],
    reason: "not Windows: a reset behind the peer's end is an abort (test_shutdown)",
    instead: "WSAECONNABORTED",
  },
];
