import * as sets from "./code-sets.js";
import type { FunctionRow } from "./row.js";

const { LOADING, OVERLAPPED } = sets;
const source = "reference §1";
const creation = "WSASocket (CE) errors; reference §5.3; design loading";
const kind = "api";

/** The functions that act on sockets: all but the conversions and look-ups. */
export const SOCKET_ROWS: readonly FunctionRow[] = [
  {
    name: "socket",
    kind,
    codes: `${sets.SOCKET_DESKTOP} ${LOADING}`,
    on: { ce: `${sets.SOCKET} ${LOADING}` },
    source: creation,
  },
  {
    name: "WSASocketW",
    kind,
    codes: `${sets.SOCKET_DESKTOP} ${LOADING} WSAEFAULT`,
    on: { ce: `${sets.SOCKET} ${LOADING} WSAEFAULT` },
    source: creation,
  },
  { name: "accept", kind, codes: sets.ACCEPT, source },
  { name: "WSAAccept", kind, codes: `${sets.ACCEPT} ${sets.CONDITION}`, source },
  {
    name: "bind",
    kind,
    codes: sets.BIND_DESKTOP,
    on: { ce: sets.BIND },
    source: "reference §1; oracle bind-03; oracle bind-16",
  },
  { name: "closesocket", kind, codes: sets.CLOSE, source },
  { name: "connect", kind, codes: sets.CONNECT, source },
  { name: "WSAConnect", kind, codes: sets.CONNECT, source },
  { name: "getpeername", kind, codes: sets.GETPEERNAME, source },
  { name: "getsockname", kind, codes: sets.GETSOCKNAME, source },
  {
    name: "getsockopt",
    kind,
    codes: `${sets.GETSOCKOPT} WSAEOPNOTSUPP`,
    on: { ce: sets.GETSOCKOPT },
    source: "reference §1; captured options",
  },
  {
    name: "setsockopt",
    kind,
    codes: `${sets.SETSOCKOPT} WSAEADDRINUSE WSAEOPNOTSUPP`,
    on: { ce: sets.SETSOCKOPT },
    source: "reference §1; captured options",
  },
  { name: "ioctlsocket", kind, codes: sets.IOCTL, source },
  {
    name: "WSAIoctl",
    kind,
    codes: `${sets.IOCTL} WSAEAFNOSUPPORT WSAENOTCONN ${sets.HANDSHAKE} ${OVERLAPPED}`,
    source: "reference §1; reference §12; design rulings",
  },
  { name: "listen", kind, codes: sets.LISTEN, source },
  { name: "recv", kind, codes: sets.RECV, source },
  { name: "recvfrom", kind, codes: sets.RECVFROM, source },
  { name: "send", kind, codes: sets.SEND, source },
  { name: "sendto", kind, codes: sets.SENDTO, source },
  { name: "WSARecv", kind, codes: `${sets.RECV} ${OVERLAPPED}`, source },
  { name: "WSARecvFrom", kind, codes: `${sets.RECVFROM} ${OVERLAPPED}`, source },
  { name: "WSASend", kind, codes: `${sets.SEND} ${OVERLAPPED}`, source },
  { name: "WSASendTo", kind, codes: `${sets.SENDTO} ${OVERLAPPED}`, source },
  {
    name: "WSASendMsg",
    kind,
    codes: `${sets.SENDTO} ${OVERLAPPED} WSAENETRESET`,
    on: { ce: null },
    source: "page codes",
  },
  { name: "WSARecvDisconnect", kind, codes: sets.RECV_DISCONNECT, source },
  { name: "WSASendDisconnect", kind, codes: sets.SEND_DISCONNECT, source },
  { name: "shutdown", kind, codes: sets.SHUTDOWN, source },
  { name: "select", kind, codes: sets.SELECT, source },
  {
    name: "WSAPoll",
    kind,
    codes: "WSAENETDOWN WSAEFAULT WSAEINVAL WSAENOBUFS WSAENOTSOCK",
    on: { ce: null },
    source: "page codes",
  },
  { name: "WSADuplicateSocketW", kind, codes: `${sets.DUPLICATE} WSAEFAULT`, source: "reference §10" },
  { name: "WSAJoinLeaf", kind, codes: sets.JOIN_LEAF, source: "reference §1; reference §11" },
  { name: "WSAGetQOSByName", kind, codes: sets.QOS_BY_NAME, on: { ce: null }, source: "reference §1; reference §1.3" },
  {
    name: "WSAAsyncSelect",
    kind,
    codes: `${sets.NETWORK_EVENTS} WSAEOPNOTSUPP`,
    on: { ce: null },
    source: "reference §1.3; design rulings",
  },
  { name: "WSAEventSelect", kind, codes: sets.NETWORK_EVENTS, source },
  { name: "WSAEnumNetworkEvents", kind, codes: `${sets.NETWORK_EVENTS} WSAEFAULT`, source },
  {
    name: "WSAGetOverlappedResult",
    kind,
    codes: `WSA_INVALID_HANDLE WSA_IO_INCOMPLETE WSA_OPERATION_ABORTED ${sets.RECVFROM} ${sets.SENDTO} ${sets.CONNECT}`,
    source: "reference §1; reference §8",
  },
  {
    name: "WSACancelBlockingCall",
    kind,
    codes: "WSAENETDOWN WSAEINVAL WSAEOPNOTSUPP",
    on: { ce: null },
    source: "page codes; reference §7",
  },
  { name: "WSAIsBlocking", kind, codes: "", on: { ce: null }, unstarted: true, source: "page codes; reference §7" },
  {
    name: "WSASetBlockingHook",
    kind,
    codes: "WSAENETDOWN WSAEFAULT WSAEOPNOTSUPP",
    on: { ce: null },
    source: "page codes; reference §7",
  },
  { name: "WSAUnhookBlockingHook", kind, codes: "WSAEOPNOTSUPP", on: { ce: null }, source: "page codes; reference §7" },
  { name: "__WSAFDIsSet", kind, codes: "", unstarted: true, source: "reference §2.1" },
];

/** The functions of mswsock, which Windows CE does not have. */
export const EXTENSION_ROWS: readonly FunctionRow[] = [
  {
    name: "AcceptEx",
    kind: "extension",
    codes: `${sets.ACCEPT} ${OVERLAPPED} WSA_INVALID_PARAMETER`,
    on: { ce: null },
    source: "oracle AcceptEx-01; oracle AcceptEx-09",
  },
  {
    name: "ConnectEx",
    kind: "extension",
    codes: `${sets.CONNECT} ${OVERLAPPED} WSA_INVALID_PARAMETER`,
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "DisconnectEx",
    kind: "extension",
    codes: `${sets.SOCKET_CALL} ${OVERLAPPED} WSAEFAULT WSAEINVAL WSAENOTCONN WSAEOPNOTSUPP`,
    on: { ce: null },
    source: "oracle DisconnectEx-01; reference §1",
  },
  {
    name: "WSARecvMsg",
    kind: "extension",
    codes: `${sets.RECVFROM} ${OVERLAPPED}`,
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "GetAcceptExSockaddrs",
    kind: "extension",
    codes: "",
    on: { ce: null },
    unstarted: true,
    source: "page codes",
  },
  {
    name: "TransmitFile",
    kind: "extension",
    codes: `${sets.SEND} ${OVERLAPPED}`,
    on: { ce: null },
    source: "page codes",
  },
];
