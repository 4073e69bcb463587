import type { CodeName } from "./codes.js";

const LATER = "Check the address, the route to it, and that the network is up. Try again later.";
const NOT_SUPPORTED =
  "Winsock defines this code for services that ws2kit does not have: a provider of another author returned it.";
const CATALOG =
  "`npx ws2kit catalog list` prints the entries of the catalog, and `ws2.explainSocket` why each was passed over.";

/**
 * What usually helps a program that got a code, in a few sentences. Codes of quality of service, which no function
 * returns, are left out.
 */
export const CODE_HELP: { readonly [Name in CodeName]?: string } = {
  WSA_INVALID_HANDLE: "Pass a handle that WSACreateEvent or CreateEventW returned, and that is not closed yet.",
  WSA_NOT_ENOUGH_MEMORY: "Close sockets and events that are not needed. `machine.counters` shows how many are open.",
  WSA_INVALID_PARAMETER:
    "Compare each argument with the function's parameters: a count, a time-out or a flag is out of range.",
  WSA_OPERATION_ABORTED:
    "The program cancelled the operation, or closed its socket. Release what the operation used; otherwise this is no failure.",
  WSA_IO_INCOMPLETE: "Call again later, wait for the event of the structure, or pass TRUE for `fWait`.",
  WSA_IO_PENDING:
    "This is no failure. Leave the buffers and the structure alone until the event, the routine or the port reports the end.",
  WSAEINTR:
    "WSACancelBlockingCall, or the close of the socket, ended the wait. Do not repeat the call if the program is ending.",
  WSAEBADF: "Pass a handle of a file that is open.",
  WSAEACCES:
    "Set SO_BROADCAST before sending to a broadcast address. For `bind`: another socket uses the port exclusively. See whether a layer denies the address.",
  WSAEFAULT:
    "Pass a buffer at least as long as its length says; a name of IPv4 needs 16 bytes, and one of IPv6 needs 28. Set a length before each call: calls overwrite it.",
  WSAEINVAL:
    "Check the order of calls first: `listen` needs `bind`, `accept` needs `listen`, and `bind` works once. Then compare each argument with the function's parameters.",
  WSAEMFILE:
    "Close sockets that are not needed. The profile limits handles; `machine.counters` shows how many are open.",
  WSAEWOULDBLOCK:
    "This is no failure. Wait for the socket with `select`, WSAEventSelect or an overlapped call, then call again.",
  WSAEINPROGRESS:
    "Another call of this thread waits. Return from the callback or the hook first, or cancel the call with WSACancelBlockingCall.",
  WSAEALREADY: "Wait for the end of the operation that was started: `select` for writing reports a connect.",
  WSAENOTSOCK:
    "The socket was closed, or the variable holds INVALID_SOCKET because `socket` failed. Check the result of each call.",
  WSAEDESTADDRREQ: "Call `connect` first, or pass a destination with `sendto`.",
  WSAEMSGSIZE:
    "Receiving: pass a longer buffer; the rest of the datagram is lost. Sending: getsockopt of SO_MAX_MSG_SIZE returns the longest datagram.",
  WSAEPROTOTYPE:
    "Pass protocol 0, or the protocol of the type: SOCK_STREAM with IPPROTO_TCP, SOCK_DGRAM with IPPROTO_UDP.",
  WSAENOPROTOOPT:
    "Check the level and the option's number, and whether the system has the option: the table of socket options lists them.",
  WSAEPROTONOSUPPORT: `No entry of the catalog has the family and the type with this protocol. ${CATALOG}`,
  WSAESOCKTNOSUPPORT: `No entry of the catalog has sockets of this type in the family. ${CATALOG}`,
  WSAEOPNOTSUPP:
    "Check that the kind of socket fits the call (`listen` and `accept` need a stream), and that the system's page of the function lists it as present.",
  WSAEPFNOSUPPORT: `Use another protocol family. ${CATALOG}`,
  WSAEAFNOSUPPORT: `Use another address family, or install a provider. The family of an address must be that of its socket. ${CATALOG}`,
  WSAEADDRINUSE:
    "End the program that uses the port, or bind to another port; port 0 is any free one. SO_REUSEADDR allows two sockets with one address.",
  WSAEADDRNOTAVAIL:
    "Bind to an address of this machine or to INADDR_ANY. Connect to an address and a port other than 0.",
  WSAENETDOWN:
    "The platform's network is down, or the call waits for something that no event can end. The machine's records list who waits for what.",
  WSAENETUNREACH: LATER,
  WSAENETRESET: "The peer did not answer probes of SO_KEEPALIVE. Close the socket and connect again.",
  WSAECONNABORTED:
    "Close the socket and connect again. A time-out or a failure of the protocol ended the connection on this side.",
  WSAECONNRESET:
    "Close the socket and connect again. The peer closed it with unread data, or crashed. On UDP: no program has the port of an earlier datagram.",
  WSAENOBUFS:
    "Pass a longer buffer to calls that fill one. Otherwise release sockets and pending operations, or send less at a time.",
  WSAEISCONN: "Use another socket for a second connection. Call `send` in place of `sendto`.",
  WSAENOTCONN: "Call `connect` or `accept` first. On a non-blocking socket, wait until the connect has ended.",
  WSAESHUTDOWN: "`shutdown` ended this direction. Send before it; a closed direction does not open again.",
  WSAETOOMANYREFS: NOT_SUPPORTED,
  WSAETIMEDOUT: "Check that the peer is up. Raise SO_RCVTIMEO or SO_SNDTIMEO if the peer is slow, or connect again.",
  WSAECONNREFUSED: "Start the server, or check the host and the port: no program listens there.",
  WSAELOOP: NOT_SUPPORTED,
  WSAENAMETOOLONG: "Pass a shorter name.",
  WSAEHOSTDOWN: LATER,
  WSAEHOSTUNREACH: LATER,
  WSAENOTEMPTY: NOT_SUPPORTED,
  WSAEPROCLIM: "End other programs that use Winsock, then call WSAStartup again.",
  WSAEUSERS: NOT_SUPPORTED,
  WSAEDQUOT: NOT_SUPPORTED,
  WSAESTALE: NOT_SUPPORTED,
  WSAEREMOTE: NOT_SUPPORTED,

  WSASYSNOTREADY: "Start the network of the platform, then call WSAStartup again.",
  WSAVERNOTSUPPORTED: "Pass version 2.2 to WSAStartup: MAKEWORD(2, 2).",
  WSANOTINITIALISED:
    "Call WSAStartup first. Each successful WSAStartup needs one WSACleanup, and the last one ends Winsock for the process.",
  WSAEDISCON: "The peer sends no more. Read the rest, then close the socket.",
  WSAENOMORE: "This is no failure: the enumeration is over. Call WSALookupServiceEnd.",
  WSAECANCELLED: "WSALookupServiceEnd ended the look-up while another call used it. Begin a new look-up.",
  WSAEINVALIDPROCTABLE:
    "The provider's WSPStartup must set all 30 slots. `npx ws2kit check` of the provider names the empty slot.",
  WSAEINVALIDPROVIDER: "The provider's WSPStartup must report version 2.2 in `wVersion` of WSPDATA.",
  WSAEPROVIDERFAILEDINIT:
    "Install the module under the path that the catalog has (`machine.installModule`). The machine's records say whether it is missing, or its WSPStartup failed.",
  WSASYSCALLFAILURE:
    "A provider of the chain is defective, or lacks the function. The machine's records name the provider and the slot.",
  WSASERVICE_NOT_FOUND: "Check the spelling of the service, and that a provider of its name space is installed.",
  WSATYPE_NOT_FOUND:
    "Check the spelling of the service, or pass its port as a number. For a class of services: install it first, with WSAInstallServiceClassW.",
  WSA_E_NO_MORE: "This is no failure: the enumeration is over. Call WSALookupServiceEnd.",
  WSA_E_CANCELLED: "GetAddrInfoExCancel or WSALookupServiceEnd ended the look-up. Begin a new one.",
  WSAEREFUSED: "Check that the program may register names with this name space.",

  WSAHOST_NOT_FOUND: "Check the spelling of the host, and the resolver of the machine.",
  WSATRY_AGAIN: "The resolver did not answer. Wait, then try again.",
  WSANO_RECOVERY:
    "Check the arguments of the look-up, and the configuration of the resolver. Trying again rarely helps.",
  WSANO_DATA: "The name exists, but has no address of this family. Ask for AF_UNSPEC.",
};
