/**
 * Socket options: levels and numbers.
 *
 * The secure-socket options of Windows CE have the numbers of SO_GROUP_ID and SO_GROUP_PRIORITY. So the secure layer of
 * this project uses numbers in a vendor range instead. Source: reference §4.2; oracle options.
 */
export const SOL_SOCKET = 0xffff;
export const SO_DEBUG = 0x1;
export const SO_ACCEPTCONN = 0x2;
export const SO_REUSEADDR = 0x4;
export const SO_KEEPALIVE = 0x8;
export const SO_DONTROUTE = 0x10;
export const SO_BROADCAST = 0x20;
export const SO_USELOOPBACK = 0x40;
export const SO_LINGER = 0x80;
export const SO_OOBINLINE = 0x100;
export const SO_DONTLINGER = ~SO_LINGER;
export const SO_EXCLUSIVEADDRUSE = ~SO_REUSEADDR;
export const SO_SNDBUF = 0x1001;
export const SO_RCVBUF = 0x1002;
export const SO_SNDLOWAT = 0x1003;
export const SO_RCVLOWAT = 0x1004;
export const SO_SNDTIMEO = 0x1005;
export const SO_RCVTIMEO = 0x1006;
export const SO_ERROR = 0x1007;
export const SO_TYPE = 0x1008;
export const SO_BSP_STATE = 0x1009;
export const SO_GROUP_ID = 0x2001;
export const SO_GROUP_PRIORITY = 0x2002;
export const SO_MAX_MSG_SIZE = 0x2003;
export const SO_PROTOCOL_INFOA = 0x2004;
export const SO_PROTOCOL_INFOW = 0x2005;
export const PVD_CONFIG = 0x3001;
export const SO_CONDITIONAL_ACCEPT = 0x3002;
export const SO_PAUSE_ACCEPT = 0x3003;
export const SO_RANDOMIZE_PORT = 0x3005;
export const SO_PORT_SCALABILITY = 0x3006;
export const SO_OPENTYPE = 0x7008;
export const SO_SYNCHRONOUS_ALERT = 0x10;
export const SO_SYNCHRONOUS_NONALERT = 0x20;
export const SO_UPDATE_ACCEPT_CONTEXT = 0x700b;
export const SO_CONNECT_TIME = 0x700c;
export const SO_UPDATE_CONNECT_CONTEXT = 0x7010;

export const TCP_NODELAY = 0x1;
export const TCP_KEEPALIVE = 3;
export const TCP_MAXRT = 5;
export const TCP_KEEPCNT = 16;
export const TCP_KEEPINTVL = 17;

export const IP_OPTIONS = 1;
export const IP_HDRINCL = 2;
export const IP_TOS = 3;
export const IP_TTL = 4;
export const IP_MULTICAST_IF = 9;
export const IP_MULTICAST_TTL = 10;
export const IP_MULTICAST_LOOP = 11;
export const IP_ADD_MEMBERSHIP = 12;
export const IP_DROP_MEMBERSHIP = 13;
export const IP_DONTFRAGMENT = 14;
export const IP_PKTINFO = 19;
export const IP_RECVTTL = 21;
export const IP_RECVTOS = 40;

export const IPV6_UNICAST_HOPS = 4;
export const IPV6_MULTICAST_IF = 9;
export const IPV6_MULTICAST_HOPS = 10;
export const IPV6_MULTICAST_LOOP = 11;
export const IPV6_ADD_MEMBERSHIP = 12;
export const IPV6_JOIN_GROUP = 12;
export const IPV6_DROP_MEMBERSHIP = 13;
export const IPV6_LEAVE_GROUP = 13;
export const IPV6_DONTFRAG = 14;
export const IPV6_PKTINFO = 19;
export const IPV6_HOPLIMIT = 21;
export const IPV6_V6ONLY = 27;
export const IPV6_TCLASS = 39;
export const IPV6_RECVTCLASS = 40;
