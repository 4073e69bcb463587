import { BASE, DESKTOP } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const EXTENSION: Applies = { ...BASE, systems: DESKTOP, capability: "extensions" };

/** AcceptEx and its family: extension functions that a provider of the desktop's may have. */
export const ACCEPT_EX = [
  {
    id: "AcceptEx/takes-connection",
    number: 2801,
    text: "AcceptEx waits for the next connection of the listener, and the accept socket becomes that connection.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/addresses",
    number: 2813,
    text: "AcceptEx writes the local address and then the peer's address after the first data, each into a block of the given length; with a local length of 0, it omits the local address.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/not-a-socket",
    number: 2802,
    text: "A listener that is not a socket is WSAENOTSOCK.",
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
    text: "An accept socket that already waits in another AcceptEx is WSAEINVAL.",
    source: "oracle AcceptEx-05",
    applies: EXTENSION,
  },
  {
    id: "AcceptEx/accept-socket-closed",
    number: 2810,
    text: "Closing the accept socket ends AcceptEx with WSA_OPERATION_ABORTED, and the next connection goes to the next accept.",
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
    text: "SO_UPDATE_ACCEPT_CONTEXT with the handle of the listener copies the listener's options, and sets the names, of a socket that AcceptEx has connected.",
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
    text: "ConnectEx connects a bound socket and sends the first data with it.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "DisconnectEx/not-connected",
    number: 2808,
    text: "DisconnectEx of a value that is not a socket is WSAENOTSOCK, and of a socket without a connection WSAENOTCONN.",
    source: "oracle DisconnectEx-01",
    applies: EXTENSION,
  },
  {
    id: "DisconnectEx/twice",
    number: 2809,
    text: "A second DisconnectEx of the same connection succeeds.",
    source: "oracle DisconnectEx-03",
    applies: EXTENSION,
  },
] as const satisfies readonly Rule[];
