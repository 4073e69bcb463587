import { ANY, BASE, CE, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** One socket in several processes: duplicated protocol infos. */
export const SHARED_SOCKETS = [
  {
    id: "sharing/import/g-ignored",
    number: 401,
    text: "With the protocol info that WSPDuplicateSocket made, WSPSocket ignores g.",
    source: "WSPSocket (1997) shared sockets; WSPSocket (CE 5.0) shared sockets",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "sharing/import/flags-ignored",
    number: 402,
    text: "With the protocol info that WSPDuplicateSocket made, WSPSocket ignores dwFlags.",
    source: "WSPSocket (1997) shared sockets; WSPSocket (CE 5.0) shared sockets",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "sharing/import/another-descriptor",
    number: 403,
    text: "With that protocol info, WSPSocket makes another descriptor of the shared socket.",
    source: "WSPSocket (1997) shared sockets; WSPSocket (CE 5.0) shared sockets; oracle WSASocket-33",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "sharing/import/once",
    number: 404,
    text: "A protocol info of WSPDuplicateSocket can be used once: the second WSASocketW with it is WSAEINVAL.",
    source: "WSASocket (CE) errors; design rulings",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "sharing/import/unknown-token",
    number: 405,
    text: "An info with a token that the provider did not make is WSAEINVAL.",
    source: "design rulings",
    applies: { ...BASE, systems: DESKTOP, capability: "sharing" },
  },
  {
    id: "sharing/ce/built-in",
    number: 406,
    text:
      "The shipped provider of Windows CE shares no sockets: WSPDuplicateSocket fails with " +
      "WSASYSCALLFAILURE every time.",
    source: "WSPSocket (CE 5.0) shared sockets; reference §1.3",
    applies: { ...SHIPPED, systems: CE },
  },
  {
    id: "sharing/ce/third-party",
    number: 407,
    text: "A third party's provider on Windows CE may share sockets, and then it works.",
    source: "WSPSocket (CE 5.0) shared sockets; design two halves",
    applies: { ...BASE, systems: CE, capability: "sharing" },
  },
  {
    id: "sharing/close/last-frees",
    number: 408,
    text: "The socket exists until its last descriptor is closed; the others continue to work.",
    source: "reference §10; oracle closesocket-01",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "sharing/state/one",
    number: 409,
    text: "Options, blocking mode, connection and event registration belong to the socket, and are the same for every descriptor.",
    source: "reference §10",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "WSADuplicateSocketW/socket-first",
    number: 410,
    text: "A bad socket is WSAENOTSOCK before any other argument is checked.",
    source: "reference §10",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WSADuplicateSocketW/process",
    number: 411,
    text: "The id of a process that does not exist is WSAEINVAL, even if the protocol info is null.",
    source: "reference §10",
    applies: { ...ANY, systems: DESKTOP, capability: "sharing" },
  },
  {
    id: "WSADuplicateSocketW/info",
    number: 412,
    text: "A null protocol info is WSAEFAULT.",
    source: "oracle WSADuplicateSocket-03",
    applies: { ...ANY, systems: DESKTOP, capability: "sharing" },
  },
  {
    id: "WSADuplicateSocketW/own-process",
    number: 413,
    text:
      "A socket can be duplicated for the process that owns it; the info has the socket's family, type and " +
      "protocol.",
    source: "oracle WSADuplicateSocket-04; reference §10",
    applies: { ...ANY, capability: "sharing" },
  },
  {
    id: "WSADuplicateSocketW/bound-later",
    number: 414,
    text: "recvfrom on a duplicate fails with WSAEINVAL if the source was bound only after the duplicate was made.",
    source: "oracle WSADuplicateSocket-06; design rulings",
    applies: { ...SHIPPED, systems: DESKTOP, capability: "sharing" },
  },
  {
    id: "WSADuplicateSocketW/other-process",
    number: 415,
    text: "A socket can be duplicated for another process, which needs only the 628 bytes of the info to open its descriptor.",
    source: "reference §10",
    applies: { ...ANY, capability: "sharing" },
  },
  {
    id: "WSADuplicateSocketW/wrong-process",
    number: 416,
    text: "An info that was made for one process is WSAEINVAL in another.",
    source: "reference §10",
    applies: { ...ANY, systems: DESKTOP, capability: "sharing" },
  },
  {
    id: "sharing/terminated",
    number: 417,
    text: "When a process ends without closing, its descriptors are closed; the others continue to work.",
    source: "reference §10; reference §6",
    applies: { ...BASE, capability: "sharing" },
  },
  {
    id: "sharing/data",
    number: 418,
    text: "Data that one descriptor has received is not available to the other.",
    source: "reference §10",
    applies: { ...BASE, capability: "sharing" },
  },
] as const satisfies readonly Rule[];
