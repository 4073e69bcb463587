import * as sets from "./code-sets.js";
import type { FunctionRow } from "./row.js";

const { OVERLAPPED } = sets;
const source = "reference §1";
const kind = "slot";

/** The 30 functions of a provider, in their order in memory. */
export const SLOT_ROWS: readonly FunctionRow[] = [
  { name: "WSPAccept", kind, codes: `${sets.ACCEPT} ${sets.CONDITION}`, source },
  { name: "WSPAddressToString", kind, codes: "WSAEFAULT WSAEINVAL", source },
  {
    name: "WSPAsyncSelect",
    kind,
    codes: `${sets.NETWORK_EVENTS} WSAEOPNOTSUPP`,
    source: "reference §1; design rulings",
  },
  { name: "WSPBind", kind, codes: sets.BIND_DESKTOP, on: { ce: sets.BIND }, source },
  {
    name: "WSPCancelBlockingCall",
    kind,
    codes: "WSAENETDOWN WSAEINVAL",
    on: { ce: "WSAEOPNOTSUPP" },
    source: "reference §1; reference §1.3; design rulings",
  },
  { name: "WSPCleanup", kind, codes: "WSANOTINITIALISED WSAENETDOWN WSAEINVAL", source },
  { name: "WSPCloseSocket", kind, codes: sets.CLOSE, source },
  { name: "WSPConnect", kind, codes: sets.CONNECT, source },
  { name: "WSPDuplicateSocket", kind, codes: sets.DUPLICATE, source },
  { name: "WSPEnumNetworkEvents", kind, codes: `${sets.NETWORK_EVENTS} WSAEFAULT`, source: "reference §1; design c" },
  { name: "WSPEventSelect", kind, codes: sets.NETWORK_EVENTS, source },
  {
    name: "WSPGetOverlappedResult",
    kind,
    codes: `WSA_INVALID_HANDLE WSA_IO_INCOMPLETE WSA_OPERATION_ABORTED ${sets.RECVFROM} ${sets.SENDTO} ${sets.CONNECT}`,
    source,
  },
  { name: "WSPGetPeerName", kind, codes: sets.GETPEERNAME, source },
  { name: "WSPGetSockName", kind, codes: sets.GETSOCKNAME, source },
  {
    name: "WSPGetSockOpt",
    kind,
    codes: `${sets.GETSOCKOPT} WSAENOTCONN WSAEOPNOTSUPP`,
    on: { ce: sets.GETSOCKOPT },
    source: "reference §1; captured options",
  },
  {
    name: "WSPGetQOSByName",
    kind,
    codes: sets.QOS_BY_NAME,
    // a layer says what is no socket of its own
    on: { ce: "WSAEOPNOTSUPP WSAENOTSOCK" },
    source: "reference §1; reference §1.3; design rulings",
  },
  {
    name: "WSPIoctl",
    kind,
    codes: `${sets.IOCTL} WSAEAFNOSUPPORT WSAENOTCONN ${sets.HANDSHAKE} ${OVERLAPPED}`,
    source: "reference §1; design rulings",
  },
  { name: "WSPJoinLeaf", kind, codes: sets.JOIN_LEAF, source },
  { name: "WSPListen", kind, codes: sets.LISTEN, source },
  { name: "WSPRecv", kind, codes: `${sets.RECV} ${OVERLAPPED}`, source },
  { name: "WSPRecvDisconnect", kind, codes: sets.RECV_DISCONNECT, source },
  { name: "WSPRecvFrom", kind, codes: `${sets.RECVFROM} ${OVERLAPPED}`, source },
  { name: "WSPSelect", kind, codes: sets.SELECT, source },
  { name: "WSPSend", kind, codes: `${sets.SEND} ${OVERLAPPED}`, source },
  { name: "WSPSendDisconnect", kind, codes: sets.SEND_DISCONNECT, source },
  { name: "WSPSendTo", kind, codes: `${sets.SENDTO} ${OVERLAPPED}`, source },
  {
    name: "WSPSetSockOpt",
    kind,
    codes: `${sets.SETSOCKOPT} WSAEADDRINUSE WSAEOPNOTSUPP`,
    on: { ce: sets.SETSOCKOPT },
    source: "reference §1; captured options",
  },
  { name: "WSPShutdown", kind, codes: sets.SHUTDOWN, source },
  {
    name: "WSPSocket",
    kind,
    codes: sets.SOCKET_DESKTOP,
    on: { ce: sets.SOCKET },
    source: "WSPSocket (desktop) errors; WSPSocket (CE 5.0) errors; reference §5.2",
  },
  { name: "WSPStringToAddress", kind, codes: "WSAEFAULT WSAEINVAL", source },
];

/** A provider's one export. */
export const WSPSTARTUP_ROW: FunctionRow = {
  name: "WSPStartup",
  kind: "entry",
  codes: "WSASYSNOTREADY WSAVERNOTSUPPORTED WSAEINPROGRESS WSAEPROCLIM WSAEFAULT",
  source: "reference §6",
};
