/**
 * The flags of protocols, of sockets and of calls.
 *
 * Source: reference §4.2.
 */

/** `WSAPROTOCOL_INFOW.dwServiceFlags1`: what a protocol can do. */
export const XP1_CONNECTIONLESS = 0x1;
export const XP1_GUARANTEED_DELIVERY = 0x2;
export const XP1_GUARANTEED_ORDER = 0x4;
export const XP1_MESSAGE_ORIENTED = 0x8;
export const XP1_PSEUDO_STREAM = 0x10;
export const XP1_GRACEFUL_CLOSE = 0x20;
export const XP1_EXPEDITED_DATA = 0x40;
export const XP1_CONNECT_DATA = 0x80;
export const XP1_DISCONNECT_DATA = 0x100;
export const XP1_SUPPORT_BROADCAST = 0x200;
export const XP1_SUPPORT_MULTIPOINT = 0x400;
export const XP1_MULTIPOINT_CONTROL_PLANE = 0x800;
export const XP1_MULTIPOINT_DATA_PLANE = 0x1000;
export const XP1_QOS_SUPPORTED = 0x2000;
export const XP1_INTERRUPT = 0x4000;
export const XP1_UNI_SEND = 0x8000;
export const XP1_UNI_RECV = 0x10000;
export const XP1_IFS_HANDLES = 0x20000;
export const XP1_PARTIAL_MESSAGE = 0x40000;
export const XP1_SAN_SUPPORT_SDP = 0x80000;

/** `WSAPROTOCOL_INFOW.dwProviderFlags`. */
export const PFL_MULTIPLE_PROTO_ENTRIES = 0x1;
export const PFL_RECOMMENDED_PROTO_ENTRY = 0x2;
export const PFL_HIDDEN = 0x4;
export const PFL_MATCHES_PROTOCOL_ZERO = 0x8;
export const PFL_NETWORKDIRECT_PROVIDER = 0x10;

export const BIGENDIAN = 0;
export const LITTLEENDIAN = 1;
export const SECURITY_PROTOCOL_NONE = 0;

/** `dwFlags` of WSASocketW and WSPSocket. */
export const WSA_FLAG_OVERLAPPED = 0x1;
export const WSA_FLAG_MULTIPOINT_C_ROOT = 0x2;
export const WSA_FLAG_MULTIPOINT_C_LEAF = 0x4;
export const WSA_FLAG_MULTIPOINT_D_ROOT = 0x8;
export const WSA_FLAG_MULTIPOINT_D_LEAF = 0x10;
export const WSA_FLAG_ACCESS_SYSTEM_SECURITY = 0x40;
export const WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
export const WSA_FLAG_REGISTERED_IO = 0x100;

/** Passed as af, type or protocol to WSASocketW: stands for the value in `lpProtocolInfo`. */
export const FROM_PROTOCOL_INFO = -1;

/** Values of `g` that make a new socket group. */
export const SG_UNCONSTRAINED_GROUP = 1;
export const SG_CONSTRAINED_GROUP = 2;

export const JL_SENDER_ONLY = 0x1;
export const JL_RECEIVER_ONLY = 0x2;
export const JL_BOTH = 0x4;

export const CF_ACCEPT = 0;
export const CF_REJECT = 1;
export const CF_DEFER = 2;

export const SD_RECEIVE = 0;
export const SD_SEND = 1;
export const SD_BOTH = 2;

export const SOMAXCONN = 0x7fffffff;

export const MSG_OOB = 0x1;
export const MSG_PEEK = 0x2;
export const MSG_DONTROUTE = 0x4;
export const MSG_WAITALL = 0x8;
export const MSG_INTERRUPT = 0x10;
export const MSG_PUSH_IMMEDIATE = 0x20;
/**
 * Flags in `WSAMSG.dwFlags` after a receive: the data (MSG_TRUNC) or the control messages (MSG_CTRUNC) did not fit; the
 * datagram was a broadcast (MSG_BCAST) or a multicast (MSG_MCAST).
 */
export const MSG_TRUNC = 0x100;
export const MSG_CTRUNC = 0x200;
export const MSG_BCAST = 0x400;
export const MSG_MCAST = 0x800;
export const MSG_PARTIAL = 0x8000;
export const MSG_MAXIOVLEN = 16;

/** Network events of WSAEventSelect, and the index of each one's error code. */
export const FD_READ_BIT = 0;
export const FD_READ = 0x1;
export const FD_WRITE_BIT = 1;
export const FD_WRITE = 0x2;
export const FD_OOB_BIT = 2;
export const FD_OOB = 0x4;
export const FD_ACCEPT_BIT = 3;
export const FD_ACCEPT = 0x8;
export const FD_CONNECT_BIT = 4;
export const FD_CONNECT = 0x10;
export const FD_CLOSE_BIT = 5;
export const FD_CLOSE = 0x20;
export const FD_QOS_BIT = 6;
export const FD_QOS = 0x40;
export const FD_GROUP_QOS_BIT = 7;
export const FD_GROUP_QOS = 0x80;
export const FD_ROUTING_INTERFACE_CHANGE_BIT = 8;
export const FD_ROUTING_INTERFACE_CHANGE = 0x100;
export const FD_ADDRESS_LIST_CHANGE_BIT = 9;
export const FD_ADDRESS_LIST_CHANGE = 0x200;
export const FD_MAX_EVENTS = 10;
export const FD_ALL_EVENTS = 0x3ff;

/** The timeout and the results of WSAWaitForMultipleEvents. */
export const WSA_INFINITE = 0xffffffff;
export const WSA_WAIT_EVENT_0 = 0;
export const WSA_WAIT_IO_COMPLETION = 0xc0;
export const WSA_WAIT_TIMEOUT = 258;
export const WSA_WAIT_FAILED = 0xffffffff;
export const WSA_MAXIMUM_WAIT_EVENTS = 64;

/** Flags and results of WSAPoll. */
export const POLLERR = 0x1;
export const POLLHUP = 0x2;
export const POLLNVAL = 0x4;
export const POLLWRNORM = 0x10;
export const POLLOUT = 0x10;
export const POLLWRBAND = 0x20;
export const POLLRDNORM = 0x100;
export const POLLRDBAND = 0x200;
export const POLLIN = 0x300;
export const POLLPRI = 0x400;
