import type { Acceptance } from "./ledger.js";

/** Differences in overlapped operations, completion ports, extensions and duplicates. */
export const acceptedAsynchronous: readonly Acceptance[] = [
  {
    cases: ["asynchronous*/WSARecv 0 bufs"],
    reason: "not Windows: no buffers are WSAEINVAL (WSARecv-01)",
    instead: "WSAEINVAL",
  },
  {
    cases: ["asynchronous*/WSASend 0 bufs"],
    reason: "asserted by no suite: no buffers to send are refused as no buffers to receive are",
    instead: "WSAEINVAL",
  },
  {
    cases: ["asynchronous*/OVERLAPPED.Internal after close"],
    reason: "not Windows: an operation of a closed socket is cancelled",
    instead: "0xc0000120",
  },
  {
    cases: ["asynchronous*/WSAGetOverlappedResult on closed"],
    reason: "not Windows: an operation of a closed socket is cancelled",
    instead: "WSAENOTSOCK, Internal 0xc0000120, InternalHigh 0",
  },
  {
    cases: ["asynchronous*/APC after closesocket"],
    reason: "not Windows: an operation of a closed socket is cancelled",
    instead: "192, apc 1, cb 0, error WSA_OPERATION_ABORTED",
  },
  {
    cases: ["asynchronous*/IOCP after closesocket"],
    reason: "not Windows: an operation of a closed socket is cancelled",
    instead: "WSA_OPERATION_ABORTED, n 0, key 0x77, same_ov 1, Internal 0xc0000120",
  },
  {
    cases: ["asynchronous*/bind on accept socket while AcceptEx pending"],
    reason:
      "asserted by no suite: a socket that AcceptEx waits with cannot be bound, as it cannot be connected (test_AcceptEx)",
    instead: "WSAEINVAL",
  },
  {
    cases: ["asynchronous*/AcceptEx on not listening"],
    reason: "not Windows: a socket that does not listen is WSAEINVAL (AcceptEx-02)",
    instead: "WSAEINVAL",
  },
  {
    cases: [
      "asynchronous*/getpeername before SO_UPDATE_CONNECT_CONTEXT",
      "asynchronous*/getpeername accepted before UPDATE",
    ],
    reason: "not Windows: before its context is updated, a socket has no name for its peer",
    instead: "WSAENOTCONN",
  },
  {
    cases: ["asynchronous*/WSASocketW from same dup info again"],
    reason: "not Windows: a duplicate's info can be used once",
    instead: "WSAEINVAL",
  },
  {
    cases: ["asynchronous*/second use returns the same handle value"],
    reason: "not Windows: a duplicate's info can be used once",
    instead: "0",
  },
  {
    cases: ["asynchronous*/WSADuplicateSocketA", "asynchronous*/WSASocketA from dupA"],
    reason: "design: only the W form of a function exists",
    instead: "no such function",
  },
  {
    cases: ["asynchronous/WSAJoinLeaf"],
    reason: "not Windows: the capture has a stub for WSAJoinLeaf",
    instead: "the same socket",
  },
  {
    cases: ["asynchronous/WSAJoinLeaf returns same socket"],
    reason: "not Windows: the capture has a stub for WSAJoinLeaf",
    instead: "1",
  },
  {
    cases: ["asynchronous/WSAJoinLeaf non-multicast"],
    reason: "not Windows: the capture has a stub for WSAJoinLeaf",
    instead: "WSAEADDRNOTAVAIL",
  },
  {
    cases: ["asynchronous/WSAJoinLeaf plain udp socket", "asynchronous/WSAJoinLeaf tcp"],
    reason: "not Windows: the capture has a stub for WSAJoinLeaf",
    instead: "WSAEINVAL",
  },
];
