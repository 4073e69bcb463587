/**
 * Control codes. Bit 31: it has input; bit 30: it has output; bit 29: it has neither; bits 28–27: 0 UNIX,
 * 1 Winsock 2, 2 protocol, 3 vendor; bits 26–16: size (UNIX) or vendor; bits 15–0: the code.
 *
 * Source: reference §4.2.
 */
export const IOC_VOID = 0x20000000;
export const IOC_OUT = 0x40000000;
export const IOC_IN = 0x80000000;
export const IOC_INOUT = 0xc0000000;
export const IOC_WS2 = 0x08000000;
export const IOC_PROTOCOL = 0x10000000;
export const IOC_VENDOR = 0x18000000;

export const FIONREAD = 0x4004667f;
export const FIONBIO = 0x8004667e;
export const FIOASYNC = 0x8004667d;
export const SIOCSHIWAT = 0x80047300;
export const SIOCGHIWAT = 0x40047301;
export const SIOCSLOWAT = 0x80047302;
export const SIOCGLOWAT = 0x40047303;
export const SIOCATMARK = 0x40047307;

export const SIO_ASSOCIATE_HANDLE = 0x88000001;
export const SIO_ENABLE_CIRCULAR_QUEUEING = 0x28000002;
export const SIO_FIND_ROUTE = 0x48000003;
export const SIO_FLUSH = 0x28000004;
export const SIO_GET_BROADCAST_ADDRESS = 0x48000005;
export const SIO_GET_EXTENSION_FUNCTION_POINTER = 0xc8000006;
export const SIO_GET_QOS = 0xc8000007;
export const SIO_GET_GROUP_QOS = 0xc8000008;
export const SIO_MULTIPOINT_LOOPBACK = 0x88000009;
export const SIO_MULTICAST_SCOPE = 0x8800000a;
export const SIO_SET_QOS = 0x8800000b;
export const SIO_SET_GROUP_QOS = 0x8800000c;
export const SIO_TRANSLATE_HANDLE = 0xc800000d;
export const SIO_ROUTING_INTERFACE_QUERY = 0xc8000014;
export const SIO_ROUTING_INTERFACE_CHANGE = 0x88000015;
export const SIO_ADDRESS_LIST_QUERY = 0x48000016;
export const SIO_ADDRESS_LIST_CHANGE = 0x28000017;
export const SIO_QUERY_TARGET_PNP_HANDLE = 0x48000018;
export const SIO_ADDRESS_LIST_SORT = 0xc8000019;
/** Returns the handle of the socket below a layer, for functions that have no slot, such as WSASendMsg. */
export const SIO_BSP_HANDLE = 0x4800001b;
/** Returns the handle of the base provider's socket, for select. */
export const SIO_BSP_HANDLE_SELECT = 0x4800001c;
/**
 * Returns the handle of the base provider's socket, for WSAPoll. A layer that itself decides whether a socket is ready
 * refuses this code.
 */
export const SIO_BSP_HANDLE_POLL = 0x4800001d;
export const SIO_BASE_HANDLE = 0x48000022;
export const SIO_KEEPALIVE_VALS = 0x98000004;
export const SIO_UDP_CONNRESET = 0x9800000c;
/** Sets whether a receive reports WSAENETRESET for a sent datagram whose time to live has expired. */
export const SIO_UDP_NETRESET = 0x9800000f;
/** Returns how many bytes of a stream should be on their way to the peer at any time, for the best throughput. */
export const SIO_IDEAL_SEND_BACKLOG_QUERY = 0x4004747b;
/** Returns the machine's IPv4 interfaces, as INTERFACE_INFO structures. */
export const SIO_GET_INTERFACE_LIST = 0x4004747f;

/** Flags of an INTERFACE_INFO. Source: ws2ipdef.h. */
export const IFF_UP = 0x1;
export const IFF_BROADCAST = 0x2;
export const IFF_LOOPBACK = 0x4;
export const IFF_POINTTOPOINT = 0x8;
export const IFF_MULTICAST = 0x10;
