import { ANY, BASE, CE, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** shutdown, the disconnect calls and closesocket: the end of a connection. */
export const CLOSING = [
  {
    id: "shutdown/not-connected",
    number: 1351,
    text: "shutdown of a stream that is not connected is WSAENOTCONN.",
    source: "reference §1; oracle shutdown-02",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "shutdown/how",
    number: 1352,
    text: "A how other than SD_RECEIVE, SD_SEND and SD_BOTH is WSAEINVAL.",
    source: "reference §1",
    applies: BASE,
  },
  {
    id: "shutdown/send-ends-stream",
    number: 1353,
    text: "After SD_SEND the peer reads what was sent, then 0 bytes.",
    source: "reference §1.2",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "closesocket/invalidates",
    number: 1354,
    text: "After the call the handle is WSAENOTSOCK.",
    source: "reference §1",
    applies: ANY,
  },
  {
    id: "closesocket/graceful",
    number: 1355,
    text: "By default, data that was sent before is still transmitted, and the call does not wait for it.",
    source: "reference §1.2",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "closesocket/reset",
    number: 1356,
    text: "With SO_LINGER on and a time of 0, the connection is reset.",
    source: "reference §1.2",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "closesocket/linger-non-blocking",
    number: 1357,
    text: "With SO_LINGER on and a time, closing a non-blocking socket with unsent data is WSAEWOULDBLOCK, and the socket stays open.",
    source: "reference §1; reference §1.2",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "closesocket/linger",
    number: 1361,
    text: "With SO_LINGER on and a time, closing a blocking socket waits until the peer has received what was sent, or the time is over.",
    source: "reference §1.2; page remarks",
    applies: { ...BASE, capability: "stream" },
  },
  {
    id: "closesocket/ends-waits",
    number: 1358,
    text: "Closing a socket ends the calls that wait on it.",
    source: "oracle closesocket-02; oracle closesocket-03",
    applies: BASE,
  },
  {
    id: "WSPSendDisconnect/ce/built-in",
    number: 1359,
    text: "WSPSendDisconnect of the TCP/IP provider on Windows CE always fails with WSASYSCALLFAILURE.",
    source: "reference §1.3",
    applies: { ...SHIPPED, systems: CE },
  },
  {
    id: "WSPRecvDisconnect/ce/built-in",
    number: 1360,
    text: "WSPRecvDisconnect of the TCP/IP provider on Windows CE always fails with WSASYSCALLFAILURE.",
    source: "reference §1.3",
    applies: { ...SHIPPED, systems: CE },
  },
  {
    id: "WSPSendDisconnect/data",
    number: 1362,
    text: "TCP carries no disconnect data: WSASendDisconnect and WSARecvDisconnect with data are WSAENOPROTOOPT, and the connection stays open.",
    source: "reference §1; page codes",
    applies: { ...SHIPPED, systems: DESKTOP, capability: "stream" },
  },
  {
    id: "shutdown/after-sends",
    number: 1363,
    text: "The end of sending follows the overlapped sends that are under way: the peer receives all their bytes.",
    source: "page remarks",
    applies: { ...BASE, capability: "stream" },
  },
] as const satisfies readonly Rule[];
