import { acceptedAsynchronous } from "./accepted-asynchronous.js";
import { acceptedCalls } from "./accepted-calls.js";
import { acceptedEvents } from "./accepted-events.js";
import { acceptedOptions } from "./accepted-options.js";
import { acceptedState } from "./accepted-state.js";
import type { Acceptance } from "./ledger.js";

/**
 * The accepted differences between ws2kit and the oracle, with reasons. "not Windows": the captured system differs
 * from Windows, according to suites that run on Windows or to Microsoft's pages. "design": a ruling of this project.
 */
export const accepted: readonly Acceptance[] = [
  {
    cases: ["creation/af -1 *", "creation/af 6 *", "creation/af 26 *", "creation/af 32 *", "creation/af 99 *"],
    reason: "no evidence: for families other than 0, 2 and 23 the capture shows its host kernel",
    isNoEvidence: true,
  },
  {
    cases: ["creation/* type 3 *"],
    reason: "no evidence: the capture made raw sockets as root",
    isNoEvidence: true,
  },
  {
    cases: ["creation/af * type 0 protocol 1 *", "creation/af * type 0 protocol 255 *"],
    reason: "not Windows: RAW/IP serves these, and raw sockets need an administrator",
    instead: "WSAEACCES",
  },
  {
    cases: ["creation/af * type 0 protocol 58 *", "creation/af * type 0 protocol 99 *"],
    reason: "not Windows: RAW/IP serves these, and raw sockets need an administrator",
    instead: "WSAEACCES",
  },
  {
    cases: ["creation/af 2 type 2 protocol 1 *"],
    reason: "not Windows: a ping socket of the host kernel",
    instead: "WSAEPROTONOSUPPORT",
  },
  {
    cases: [
      "creation/af 0 type 1 protocol 1 flags 1",
      "creation/af 0 type 1 protocol 17 *",
      "creation/af 0 type 1 protocol 255 *",
      "creation/af 0 type 2 protocol 1 flags 1",
    ],
    reason: "design: the deepest stage that an entry reached names the error, here the type",
    instead: "WSAEPROTONOSUPPORT",
  },
  {
    cases: [
      "creation/af * type 0 protocol 1000 *",
      "creation/af * type 1 protocol 1000 *",
      "creation/af * type 2 protocol 1000 *",
    ],
    reason: "the captured catalog has IPX (protocol 1000), this one has not",
    instead: "WSAEPROTONOSUPPORT",
  },
  {
    cases: ["protocol-info/100* catalog id *"],
    reason: "not Windows: the catalog id alone chooses the provider",
    instead: "WSAEINVAL",
  },
  {
    cases: ["protocol-info/1004 ProviderReserved garbage"],
    reason: "design: an unknown token of a duplicate is WSAEINVAL",
    instead: "WSAEINVAL",
  },
  {
    cases: ["protocol-info/103*"],
    reason: "the captured catalog has IPX and SPX, this one has not: the id is unknown",
    instead: "WSAEINVAL",
  },
  {
    cases: ["catalog/WSAEnumProtocolsW before WSAStartup", "catalog/WSAEnumProtocolsW after WSACleanup"],
    reason: "not Windows: ws2 must be up",
    instead: "WSANOTINITIALISED, length given",
  },
  {
    cases: ["catalog/W NULL length pointer"],
    reason: "not Windows: the capture crashed",
    instead: "WSAEFAULT",
  },
  {
    cases: ["catalog/W big buffer", "catalog/WSCEnumProtocols big"],
    reason: "the captured system adds the size to the caller's length, which no source asks for",
    instead: "all, length given",
  },
  {
    cases: ["catalog/WSAEnumProtocolsW filter {1000,0}", "catalog/WSAEnumProtocolsW filter {1256,0}"],
    reason: "the captured catalog has IPX and SPX, this one has not",
    instead: "WSAENOBUFS need 0; 0, ids ",
  },
  {
    cases: ["catalog/entry 100* szProtocol"],
    reason: "not Windows: Microsoft's names are MSAFD Tcpip [TCP/IP] and the like",
  },
  {
    cases: ["catalog/entry 103*"],
    reason: "the captured catalog has IPX and SPX, this one has not",
    instead: "absent",
  },
  {
    cases: ["catalog/WSCGetProviderPath entry0"],
    reason: "the length counts the path's units; the captured system leaves the caller's",
  },
  {
    cases: [
      "startup/* startup: bind",
      "startup/* startup: connect",
      "startup/* startup: send",
      "startup/* startup: getsockopt",
      "startup/* startup: ioctlsocket",
      "startup/* startup: select empty",
      "startup/* startup: getsockname",
      "startup/* startup: WSAEventSelect",
      "startup/* startup: WSAGetOverlappedResult",
      "startup/* startup: WSAAddressToStringW",
      "startup/* startup: getprotobyname",
      "startup/* cleanup: bind",
      "startup/* cleanup: recv",
      "startup/* cleanup: getsockopt",
      "startup/* cleanup: ioctlsocket",
      "startup/* cleanup: select empty",
      "startup/* cleanup: WSAIoctl",
      "startup/* cleanup: WSAEventSelect",
      "startup/* cleanup: getservbyname",
    ],
    reason: "not Windows: ws2 must be up",
    instead: "WSANOTINITIALISED",
  },
  ...acceptedAsynchronous,
  ...acceptedCalls,
  ...acceptedEvents,
  ...acceptedOptions,
  ...acceptedState,
];
