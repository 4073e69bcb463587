import { ANY, BASE, CE, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** What a provider's WSPSocket owes ws2: its pages for the desktop, for the SPI of 1997 and for Windows CE 5.0. */
export const WSP_SOCKET = [
  {
    id: "WSPSocket/allocates",
    number: 101,
    text: "A call that succeeds allocates a socket descriptor together with the resources that belong to it.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/success/descriptor",
    number: 102,
    text: "A call that succeeds returns a descriptor that refers to the new socket.",
    source: "WSPSocket (desktop) return value; WSPSocket (1997) return value; WSPSocket (CE 5.0) return value",
    applies: BASE,
  },
  {
    id: "WSPSocket/failure/invalid-socket",
    number: 103,
    text: "A call that fails returns INVALID_SOCKET and stores its error code in lpErrno.",
    source: "WSPSocket (desktop) return value; WSPSocket (1997) return value; WSPSocket (CE 5.0) return value",
    applies: BASE,
  },
  {
    id: "WSPSocket/not-overlapped-by-default",
    number: 104,
    text: "Without WSA_FLAG_OVERLAPPED the new socket lacks the overlapped attribute.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/ifs/modify-handle",
    number: 105,
    text:
      "A provider whose sockets are files of an installable file system passes each handle to " +
      "WPUModifyIFSHandle before WSPSocket returns it.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WSPSocket/non-ifs/create-handle",
    number: 106,
    text: "A provider whose sockets are not files creates a descriptor with WPUCreateSocketHandle before WSPSocket returns it.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/arguments/as-supplied",
    number: 107,
    text:
      "The af, type and protocol that WSPSocket receives are the ones that the application gave to socket " +
      "or WSASocket.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: ANY,
  },
  {
    id: "WSPSocket/arguments/provider-decides",
    number: 108,
    text: "A provider may use or ignore each of af, type and protocol, as its protocol requires.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/wildcard/af",
    number: 109,
    text: "A provider accepts 0 for af: to ws2 it stands for any address family.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/wildcard/type",
    number: 110,
    text: "A provider accepts 0 for type: to ws2 it stands for any socket type.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/from-protocol-info/af",
    number: 111,
    text: "A provider accepts FROM_PROTOCOL_INFO for af and uses iAddressFamily of lpProtocolInfo instead.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/from-protocol-info/type",
    number: 112,
    text: "A provider accepts FROM_PROTOCOL_INFO for type and uses iSocketType of lpProtocolInfo instead.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/from-protocol-info/protocol",
    number: 113,
    text: "A provider accepts FROM_PROTOCOL_INFO for protocol and uses iProtocol of lpProtocolInfo instead.",
    source: "WSPSocket (desktop) remarks; WSPSocket (1997) remarks; WSPSocket (CE 5.0) remarks",
    applies: BASE,
  },
  {
    id: "WSPSocket/protocol-info/zero-is-the-infos",
    number: 114,
    text: "With a protocol info, a zero for af, type or protocol means the info's value.",
    source: "oracle WSASocket-24",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSPSocket/protocol-info/argument-wins",
    number: 115,
    text: "An af, type or protocol that is neither 0 nor FROM_PROTOCOL_INFO overrides the value in the info.",
    source: "oracle WSASocket-25",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSPSocket/protocol-info/family-unknown",
    number: 116,
    text: "With af 0 and an info whose iAddressFamily is not a known family, the TCP/IP provider fails with WSAEAFNOSUPPORT.",
    source: "oracle WSASocket-22",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "WSPSocket/overlapped/operations",
    number: 117,
    text:
      "A socket made with WSA_FLAG_OVERLAPPED supports overlapped WSPSend, WSPSendTo, WSPRecv, WSPRecvFrom " +
      "and WSPIoctl.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags",
    applies: BASE,
  },
  {
    id: "WSPSocket/overlapped/many-at-once",
    number: 118,
    text: "Several overlapped operations can be started and be under way on one socket at the same time.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags",
    applies: BASE,
  },
  {
    id: "WSPSocket/overlapped/plain-calls",
    number: 119,
    text:
      "A function that can overlap works in the ordinary way on an overlapped socket when its overlapped " +
      "parameters are null.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/network-down",
    number: 120,
    text: "WSAENETDOWN means that the network subsystem has failed.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/family",
    number: 121,
    text: "WSAEAFNOSUPPORT means that the provider does not support the address family.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/in-progress",
    number: 122,
    text: "WSAEINPROGRESS means that a blocking call is under way, or that the provider is still inside a callback.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/no-descriptors",
    number: 123,
    text: "WSAEMFILE means that no socket descriptors are left.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/no-buffers",
    number: 124,
    text: "WSAENOBUFS means that there is no buffer space for a new socket.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/protocol",
    number: 125,
    text: "WSAEPROTONOSUPPORT means that the provider does not support the protocol.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/protocol-of-other-type",
    number: 126,
    text: "WSAEPROTOTYPE means that the protocol does not fit the socket's type. Only a provider returns it; ws2's own selection never does.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/type",
    number: 127,
    text: "WSAESOCKTNOSUPPORT means that the address family has no sockets of this type.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/error/group",
    number: 128,
    text: "WSAEINVAL means that g is not valid.",
    source: "WSPSocket (desktop) errors; WSPSocket (1997) errors; WSPSocket (CE 5.0) errors",
    applies: BASE,
  },
  {
    id: "WSPSocket/ce/exists",
    number: 129,
    text:
      "Windows CE .NET 4.0 and later have WSPSocket: the later page outranks the 1997 page, which says that " +
      "Windows CE lacks it.",
    source: "WSPSocket (CE 5.0) requirements; design rulings",
    applies: { ...BASE, systems: CE },
  },
  {
    id: "WSPSocket/ce/g-reserved",
    number: 130,
    text: "On Windows CE, g is reserved.",
    source: "WSPSocket (CE 5.0) parameters",
    applies: { ...BASE, systems: CE },
  },
  {
    id: "WSPSocket/protocol-info/invalid-ce",
    number: 131,
    text: "On Windows CE, an info whose values match no entry of the TCP/IP provider is WSAEINVAL.",
    source: "WSASocket (CE) errors; design rulings",
    applies: { ...SHIPPED, systems: CE },
  },
] as const satisfies readonly Rule[];
