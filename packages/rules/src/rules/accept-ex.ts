import { BASE, DESKTOP } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const EXTENSION: Applies = { ...BASE, systems: DESKTOP, capability: "extensions" };

/** AcceptEx and its family: extension functions that a provider of the desktop's may have. */
export const ACCEPT_EX = [
  {
    id: "AcceptEx/takes-connection",
    number: 2801,
    text: "AcceptEx waits for the next connection of the listener and makes the accept socket that connection.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/addresses",
    number: 2813,
    text: "AcceptEx writes the local address and then the peer's behind the first data, each into a block of the length that was given; a local length of 0 leaves the local address out.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/not-a-socket",
    number: 2802,
    text: "A listener that is no socket is WSAENOTSOCK.",
    source: "oracle AcceptEx-01",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/not-listening",
    number: 2803,
    text: "A socket that does not listen is WSAEINVAL.",
    source: "oracle AcceptEx-02",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/accept-socket",
    number: 2804,
    text: "An accept socket of another type, with a name or with a connection is WSAEINVAL.",
    source: "oracle AcceptEx-04",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/already-waiting",
    number: 2805,
    text: "An accept socket that waits in another AcceptEx already is WSAEINVAL.",
    source: "oracle AcceptEx-05",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/accept-socket-closed",
    number: 2810,
    text: "Closing the accept socket ends AcceptEx with WSA_OPERATION_ABORTED, and the next connection is for whoever accepts next.",
    source: "design rulings",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/accept-socket-in-use",
    number: 2811,
    text: "connect and bind on an accept socket that waits in AcceptEx are WSAEINVAL.",
    source: "design rulings",
    applies: EXTENSION,
  },
  {
    id: "setsockopt/SO_UPDATE_ACCEPT_CONTEXT",
    number: 2812,
    text:
      "SO_UPDATE_ACCEPT_CONTEXT with the handle of the listener gives a socket that AcceptEx has connected its listener's " +
      "options, and its names.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/overlapped-needed",
    number: 2806,
    text: "Without an overlapped structure AcceptEx fails with ERROR_INVALID_PARAMETER.",
    source: "oracle AcceptEx-09",
    applies: EXTENSION,
  },
  {
    id: "ConnectEx/connects",
    number: 2807,
    text: "ConnectEx connects a bound socket and sends the first data along.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "DisconnectEx/not-connected",
    number: 2808,
    text: "DisconnectEx of what is no socket is WSAENOTSOCK, of a socket without a connection WSAENOTCONN.",
    source: "oracle DisconnectEx-01",
    applies: EXTENSION,
  },
  {
    id: "DisconnectEx/twice",
    number: 2809,
    text: "DisconnectEx of a connection that it has ended already succeeds.",
    source: "oracle DisconnectEx-03",
    applies: EXTENSION,
  },
] as const satisfies readonly Rule[];
