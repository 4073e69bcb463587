/**
 * Address families, socket types and protocols.
 *
 * `AF_IRDA` has the value of desktop. Windows CE uses 22, which its target exports.
 * Source: reference §4.2.
 */
export const AF_UNSPEC = 0;
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_IMPLINK = 3;
export const AF_PUP = 4;
export const AF_CHAOS = 5;
export const AF_NS = 6;
export const AF_IPX = 6;
export const AF_ISO = 7;
export const AF_OSI = 7;
export const AF_ECMA = 8;
export const AF_DATAKIT = 9;
export const AF_CCITT = 10;
export const AF_SNA = 11;
export const AF_DECnet = 12;
export const AF_DLI = 13;
export const AF_LAT = 14;
export const AF_HYLINK = 15;
export const AF_APPLETALK = 16;
export const AF_NETBIOS = 17;
export const AF_VOICEVIEW = 18;
export const AF_FIREFOX = 19;
export const AF_UNKNOWN1 = 20;
export const AF_BAN = 21;
export const AF_ATM = 22;
export const AF_INET6 = 23;
export const AF_CLUSTER = 24;
export const AF_12844 = 25;
export const AF_IRDA = 26;
export const AF_NETDES = 28;
export const AF_TCNPROCESS = 29;
export const AF_TCNMESSAGE = 30;
export const AF_ICLFXBM = 31;
export const AF_BTH = 32;
export const AF_MAX = 33;

export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_RDM = 4;
export const SOCK_SEQPACKET = 5;

export const IPPROTO_IP = 0;
export const IPPROTO_HOPOPTS = 0;
export const IPPROTO_ICMP = 1;
export const IPPROTO_IGMP = 2;
export const IPPROTO_GGP = 3;
export const IPPROTO_IPV4 = 4;
export const IPPROTO_ST = 5;
export const IPPROTO_TCP = 6;
export const IPPROTO_CBT = 7;
export const IPPROTO_EGP = 8;
export const IPPROTO_IGP = 9;
export const IPPROTO_PUP = 12;
export const IPPROTO_UDP = 17;
export const IPPROTO_IDP = 22;
export const IPPROTO_RDP = 27;
export const IPPROTO_IPV6 = 41;
export const IPPROTO_ROUTING = 43;
export const IPPROTO_FRAGMENT = 44;
export const IPPROTO_ESP = 50;
export const IPPROTO_AH = 51;
export const IPPROTO_ICMPV6 = 58;
export const IPPROTO_NONE = 59;
export const IPPROTO_DSTOPTS = 60;
export const IPPROTO_ND = 77;
export const IPPROTO_ICLFXBM = 78;
export const IPPROTO_PIM = 103;
export const IPPROTO_PGM = 113;
export const IPPROTO_RM = 113;
export const IPPROTO_L2TP = 115;
export const IPPROTO_SCTP = 132;
export const IPPROTO_RAW = 255;
export const IPPROTO_MAX = 256;
export const BTHPROTO_RFCOMM = 3;
