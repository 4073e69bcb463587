/** A control code that waits until the result of SIO_IDEAL_SEND_BACKLOG_QUERY changes. */
export const SIO_IDEAL_SEND_BACKLOG_CHANGE = 0x2000747a;

/** Options of IPPROTO_IP. */
export const IP_RECEIVE_BROADCAST = 22;
export const IP_RECVIF = 24;
export const IP_RECVDSTADDR = 25;
export const IP_IFLIST = 28;
export const IP_UNICAST_IF = 31;
export const IP_RTHDR = 32;
export const IP_GET_IFLIST = 33;
export const IP_RECVRTHDR = 38;
export const IP_ORIGINAL_ARRIVAL_IF = 47;
export const IP_ECN = 50;
export const IP_PKTINFO_EX = 51;
export const IP_WFP_REDIRECT_RECORDS = 60;
export const IP_WFP_REDIRECT_CONTEXT = 70;
export const IP_MTU_DISCOVER = 71;
export const IP_MTU = 73;
export const IP_RECVERR = 75;
export const IP_USER_MTU = 76;

/** Options of IPPROTO_IPV6. */
export const IPV6_HOPOPTS = 1;
export const IPV6_HDRINCL = 2;
export const IPV6_PROTECTION_LEVEL = 23;
export const IPV6_RECVIF = 24;
export const IPV6_RECVDSTADDR = 25;
export const IPV6_IFLIST = 28;
export const IPV6_UNICAST_IF = 31;
export const IPV6_RTHDR = 32;
export const IPV6_GET_IFLIST = 33;
export const IPV6_RECVRTHDR = 38;
export const IPV6_ORIGINAL_ARRIVAL_IF = 47;
export const IPV6_ECN = 50;
export const IPV6_PKTINFO_EX = 51;
export const IPV6_WFP_REDIRECT_RECORDS = 60;
export const IPV6_WFP_REDIRECT_CONTEXT = 70;
export const IPV6_MTU_DISCOVER = 71;
export const IPV6_MTU = 72;
export const IPV6_RECVERR = 75;
export const IPV6_USER_MTU = 76;

/** Values of IP_MTU_DISCOVER and IPV6_MTU_DISCOVER. */
export const PMTUD_NOT_SET = 0;
export const PMTUD_DO = 1;
export const PMTUD_DONT = 2;
export const PMTUD_PROBE = 3;

/** Values of IPV6_PROTECTION_LEVEL. */
export const PROTECTION_LEVEL_UNRESTRICTED = 10;
export const PROTECTION_LEVEL_EDGERESTRICTED = 20;
export const PROTECTION_LEVEL_RESTRICTED = 30;
export const PROTECTION_LEVEL_DEFAULT = 0xffffffff;

/** Options of IPPROTO_TCP. TCP_KEEPIDLE is another name of TCP_KEEPALIVE. */
export const TCP_KEEPIDLE = 3;
export const TCP_TIMESTAMPS = 10;
export const TCP_MAXRTMS = 14;
export const TCP_FASTOPEN = 15;
export const TCP_FAIL_CONNECT_ON_ICMP_ERROR = 18;

/** Options of IPPROTO_UDP. */
export const UDP_NOCHECKSUM = 1;
export const UDP_SEND_MSG_SIZE = 2;
export const UDP_RECV_MAX_COALESCED_SIZE = 3;
