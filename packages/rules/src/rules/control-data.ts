import { DESKTOP, SHIPPED } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const EXTENSION: Applies = { ...SHIPPED, systems: DESKTOP, capability: "extensions" };

/** WSARecvMsg and WSASendMsg: datagrams with control messages. */
export const CONTROL_DATA = [
  {
    id: "WSARecvMsg/control-messages",
    number: 3201,
    text: "WSARecvMsg reports where a datagram was sent to, its hop limit and its type of service, each as a control message if an option asks for it: IP_PKTINFO, IP_RECVTTL, IP_RECVTOS and the equivalents of IPv6.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/cut",
    number: 3202,
    text: "If data does not fit, the call is WSAEMSGSIZE with MSG_TRUNC; if control messages do not fit, WSAEMSGSIZE with MSG_CTRUNC. The part that fits is written.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/overlapped",
    number: 3203,
    text: "An overlapped WSARecvMsg writes the sender's address, the control messages and the flags when it ends.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/refused",
    number: 3204,
    text: "WSARecvMsg of a stream or of a socket without a name is WSAEINVAL, with a flag other than MSG_PEEK WSAEOPNOTSUPP, with a null pointer and a length WSAEFAULT.",
    source: "page codes; design rulings",
    applies: EXTENSION,
  },
  {
    id: "WSASendMsg/header-fields",
    number: 3205,
    text: "A control message of WSASendMsg sets the source address, the hop limit or the type of service of its datagram only.",
    source: "page remarks; design rulings",
    applies: EXTENSION,
  },
  {
    id: "WSASendMsg/refused",
    number: 3206,
    text: "WSASendMsg of a stream, or with a control message that is unknown, incomplete or of another family, is WSAEINVAL.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "SIO_GET_EXTENSION_FUNCTION_POINTER/last-error",
    number: 3207,
    text: "A function that SIO_GET_EXTENSION_FUNCTION_POINTER returns is called as it is declared, and sets the last error.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/single-fields",
    number: 3208,
    text: "IP_RECVDSTADDR reports where a datagram was sent to, IP_RECVIF on which interface it arrived, and IP_ECN the lowest two bits of its type of service, each separately; these control messages cannot be sent.",
    source: "page remarks; design rulings",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/count-null",
    number: 3209,
    text: "With an overlapped structure, the pointer for the number of bytes may be null; without one, it is WSAEFAULT, and nothing is received.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSASendMsg/several-buffers",
    number: 3210,
    text: "The buffers of a WSAMSG together hold one datagram, in their order, when it is sent and when it is received or peeked at; the send binds its socket.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/to-several",
    number: 3211,
    text: "A socket that asks for the destination receives MSG_BCAST with a broadcast, and MSG_MCAST with a datagram to a multicast group.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvMsg/mapped",
    number: 3212,
    text: "The control messages of an IPv4 datagram on a socket of IPv6 are those of IPv4.",
    source: "page remarks; design rulings",
    applies: EXTENSION,
  },
] as const satisfies readonly Rule[];
