import { BASE } from "../applies.js";
import type { Rule } from "../rule.js";

/** What a provider's sockets do by their kind: connection-oriented, connectionless, raw. */
export const SOCKET_KINDS = [
  {
    id: "WSPSocket/stream/full-duplex",
    number: 151,
    text: "A connection of a connection-oriented socket carries data in both directions at once.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/stream/connected-first",
    number: 152,
    text: "A connection-oriented socket neither sends nor receives before it is connected.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/stream/made-by-connect",
    number: 153,
    text: "WSPConnect connects such a socket to another.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/stream/transfer",
    number: 154,
    text: "After it is connected, WSPSend and WSPRecv transfer its data.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/stream/closed-by-closesocket",
    number: 155,
    text: "WSPCloseSocket ends a session that is over.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/stream/reliable",
    number: 156,
    text: "The protocol below a reliable, connection-oriented socket loses no data and delivers no data twice.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/stream/broken-times-out",
    number: 157,
    text:
      "Data that the peer has room for but that cannot be delivered in reasonable time breaks the " +
      "connection: later calls fail with WSAETIMEDOUT.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "WSPSocket/datagram/any-peer",
    number: 158,
    text: "A connectionless socket exchanges datagrams with any peer through WSPSendTo and WSPRecvFrom.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "datagram" },
  },
  {
    id: "WSPSocket/datagram/connected-sends",
    number: 159,
    text: "A connectionless socket with a peer from WSPConnect sends to that peer with WSPSend.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "datagram" },
  },
  {
    id: "WSPSocket/datagram/connected-receives-from-peer",
    number: 160,
    text: "A connectionless socket with a peer receives only that peer's datagrams with WSPRecv.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: { ...BASE, capability: "datagram" },
  },
  {
    id: "WSPSocket/raw/optional",
    number: 161,
    text: "SOCK_RAW need not be supported, but a provider should support it if that makes sense.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
] as const satisfies readonly Rule[];
