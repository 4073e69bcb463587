/**
 * Options with the same results: reads into 1, 2, 4 and 16 bytes, then sets of a value from a number of bytes on a new
 * socket, each with a read of four bytes after it.
 *
 * A read is the length and the first four bytes, `4:01000000`, or the letter of its code (`CODES` of `option-forms`)
 * and the length if the call has changed it. A set is the letter of its code, or nothing for success; then `>` and the
 * read. `options` contains the options by the sockets that have these results.
 */
export interface OptionForm {
  readonly gets: string;
  readonly sets: string;
  readonly options: { readonly [Name in SocketsOfForm]?: string };
}

/** Kinds of TCP and UDP sockets over IPv4 and IPv6. */
export type SocketsOfForm = "every" | "tcp" | "udp" | "IPv4" | "IPv6" | "tcp4" | "udp4" | "tcp6" | "udp6";

/** Every option of desktop. */
export const DESKTOP_FORMS: readonly OptionForm[] = [
  {
    gets: "P P P P",
    sets: "P>P P>P P>P P>P P>P P>P P>P P>P P>P",
    options: {
      every: "IPV6_TCLASS SO_RCVLOWAT SO_SNDLOWAT SO_USELOOPBACK",
      tcp: "UDP_RECV_MAX_COALESCED_SIZE UDP_SEND_MSG_SIZE",
      udp: "SO_CONDITIONAL_ACCEPT SO_PAUSE_ACCEPT TCP_FAIL_CONNECT_ON_ICMP_ERROR TCP_FASTOPEN TCP_KEEPALIVE TCP_KEEPCNT TCP_KEEPINTVL TCP_MAXRT TCP_MAXRTMS TCP_TIMESTAMPS",
    },
  },
  {
    gets: "F0 F0 4:00000000 4:00000000",
    sets: "F>4:00000000 F>4:00000000 F>4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: {
      tcp: "TCP_FAIL_CONNECT_ON_ICMP_ERROR TCP_FASTOPEN TCP_TIMESTAMPS",
      udp: "IP_ECN IP_ORIGINAL_ARRIVAL_IF IP_PKTINFO IP_PKTINFO_EX IP_RECVDSTADDR IP_RECVERR IP_RECVIF IP_RECVRTHDR IP_RECVTOS IP_RECVTTL",
      udp6: "IPV6_ECN IPV6_HOPLIMIT IPV6_ORIGINAL_ARRIVAL_IF IPV6_PKTINFO IPV6_PKTINFO_EX IPV6_RECVDSTADDR IPV6_RECVERR IPV6_RECVIF IPV6_RECVRTHDR IPV6_RECVTCLASS",
    },
  },
  {
    gets: "F0 F0 I I",
    sets: "F>I F>I F>I I>I I>I I>I I>I I>I I>I",
    options: {
      tcp: "IPV6_MULTICAST_IF IP_ECN IP_ORIGINAL_ARRIVAL_IF IP_PKTINFO IP_PKTINFO_EX IP_RECEIVE_BROADCAST IP_RECVDSTADDR IP_RECVERR IP_RECVIF IP_RECVRTHDR IP_RECVTOS IP_RECVTTL",
      tcp6: "IPV6_ECN IPV6_HOPLIMIT IPV6_ORIGINAL_ARRIVAL_IF IPV6_PKTINFO IPV6_PKTINFO_EX IPV6_RECVDSTADDR IPV6_RECVERR IPV6_RECVIF IPV6_RECVRTHDR IPV6_RECVTCLASS",
    },
  },
  {
    gets: "I I I I",
    sets: "I>I I>I I>I I>I I>I I>I I>I I>I I>I",
    options: {
      every: "IPV6_GET_IFLIST IPV6_HDRINCL IP_GET_IFLIST IP_HDRINCL UDP_NOCHECKSUM",
      tcp: "IPV6_WFP_REDIRECT_CONTEXT IPV6_WFP_REDIRECT_RECORDS IP_MULTICAST_IF IP_WFP_REDIRECT_CONTEXT IP_WFP_REDIRECT_RECORDS",
    },
  },
  {
    gets: "F0 F0 O O",
    sets: "F>O F>O F>O I>O I>O I>O I>O I>O I>O",
    options: {
      IPv4: "IPV6_ECN IPV6_HOPLIMIT IPV6_MTU_DISCOVER IPV6_ORIGINAL_ARRIVAL_IF IPV6_PKTINFO IPV6_PKTINFO_EX IPV6_PROTECTION_LEVEL IPV6_RECVDSTADDR IPV6_RECVERR IPV6_RECVIF IPV6_RECVRTHDR IPV6_RECVTCLASS IPV6_UNICAST_IF IPV6_USER_MTU",
      udp4: "IPV6_MULTICAST_IF",
    },
  },
  {
    gets: "1:00 1:00 4:00000000 4:00000000",
    sets: ">4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: {
      every: "SO_BROADCAST SO_EXCLUSIVEADDRUSE SO_OOBINLINE SO_PORT_SCALABILITY SO_RANDOMIZE_PORT SO_REUSEADDR",
      tcp: "SO_CONDITIONAL_ACCEPT SO_PAUSE_ACCEPT",
    },
  },
  {
    gets: "0: 0: 0: 0:",
    sets: ">0: I>0: I>0: I>0: I>0: I>0: I>0: I>0: I>0:",
    options: {
      every: "IPV6_HOPOPTS IPV6_RTHDR IP_RTHDR",
      udp: "IPV6_WFP_REDIRECT_CONTEXT IPV6_WFP_REDIRECT_RECORDS IP_WFP_REDIRECT_CONTEXT IP_WFP_REDIRECT_RECORDS",
    },
  },
  {
    gets: "F F 4:00000000 4:00000000",
    sets: "F>4:00000000 F>4:00000000 F>4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "SO_GROUP_PRIORITY SO_OPENTYPE SO_RCVTIMEO SO_SNDTIMEO", tcp: "SO_LINGER" },
  },
  {
    gets: "P P P P",
    sets: "I>P I>P I>P I>P I>P I>P I>P I>P I>P",
    options: { every: "IPV6_ADD_MEMBERSHIP IPV6_DROP_MEMBERSHIP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP" },
  },
  {
    gets: "F0 F0 4:00000000 4:00000000",
    sets: "F>4:00000000 F>4:00000000 F>4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: {
      tcp: "TCP_MAXRT TCP_MAXRTMS",
      every: "IP_UNICAST_IF",
      udp: "UDP_RECV_MAX_COALESCED_SIZE UDP_SEND_MSG_SIZE",
      IPv6: "IPV6_UNICAST_IF",
      udp6: "IPV6_MULTICAST_IF",
    },
  },
  {
    gets: "1:00 1:00 1:00 1:00",
    sets: "F>1:00 >1:01 >1:01 >1:01 >1:01 >1:00 >1:01 >1:00 >1:01",
    options: { every: "SO_DONTROUTE SO_KEEPALIVE", tcp: "TCP_NODELAY" },
  },
  {
    gets: "I I I I",
    sets: "F>I I>I I>I I>I I>I I>I I>I I>I I>I",
    options: { tcp: "IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP IP_MULTICAST_TTL", udp6: "TCP_NODELAY" },
  },
  {
    gets: "F F 4:00000000 4:00000000",
    sets: "P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000",
    options: { every: "SO_ACCEPTCONN SO_GROUP_ID" },
  },
  {
    gets: "F F 4:00000100 4:00000100",
    sets: "F>4:00000100 F>4:00000100 F>4:00000100 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "SO_RCVBUF SO_SNDBUF" },
  },
  {
    gets: "O O O O",
    sets: "F>O I>O I>O I>O I>O I>O I>O I>O I>O",
    options: { IPv4: "IPV6_DONTFRAG IPV6_UNICAST_HOPS", udp4: "IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP TCP_NODELAY" },
  },
  {
    gets: "1:80 1:80 4:80000000 4:80000000",
    sets: "F>4:80000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 I>4:80000000 >4:02000000 I>4:80000000 >4:80000000",
    options: { every: "IP_TTL", IPv6: "IPV6_UNICAST_HOPS" },
  },
  { gets: "F0 F0 N N", sets: "P>N P>N P>N P>N P>N P>N P>N P>N P>N", options: { every: "IP_MTU", IPv6: "IPV6_MTU" } },
  {
    gets: "F0 F0 4:00000000 4:00000000",
    sets: "F>4:00000000 F>4:00000000 F>4:00000000 >4:01000000 >4:01000000 I>4:00000000 >4:02000000 I>4:00000000 I>4:00000000",
    options: { every: "IP_MTU_DISCOVER", IPv6: "IPV6_MTU_DISCOVER" },
  },
  {
    gets: "F0 F0 4:ffffffff 4:ffffffff",
    sets: "F>4:ffffffff F>4:ffffffff F>4:ffffffff >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "IP_USER_MTU", IPv6: "IPV6_USER_MTU" },
  },
  {
    gets: "1:01 1:01 1:01 1:01",
    sets: "F>1:01 >1:01 >1:01 >1:01 >1:01 >1:00 >1:01 >1:00 >1:01",
    options: { every: "IPV6_V6ONLY" },
  },
  {
    gets: "0: 0: 0: 0:",
    sets: ">0: >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "IP_OPTIONS" },
  },
  {
    gets: "1:00 1:00 4:00000000 4:00000000",
    sets: "F>4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 I>4:00000000 >4:00000000",
    options: { every: "IP_TOS" },
  },
  { gets: "F F F F", sets: "P>F P>F P>F P>F P>F P>F P>F P>F P>F", options: { every: "SO_BSP_STATE" } },
  {
    gets: "F F 4:ffffffff 4:ffffffff",
    sets: "P>4:ffffffff P>4:ffffffff P>4:ffffffff P>4:ffffffff P>4:ffffffff P>4:ffffffff P>4:ffffffff P>4:ffffffff P>4:ffffffff",
    options: { every: "SO_CONNECT_TIME" },
  },
  {
    gets: "1:00 2:0000 4:00000000 16:00000000",
    sets: ">4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { every: "SO_DEBUG" },
  },
  {
    gets: "F F 4:00000000 4:00000000",
    sets: ">4:00000000 >4:00000000 >4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "SO_ERROR" },
  },
  {
    gets: "F372 F372 F372 F372",
    sets: "P>F372 P>F372 P>F372 P>F372 P>F372 P>F372 P>F372 P>F372 P>F372",
    options: { every: "SO_PROTOCOL_INFOA" },
  },
  {
    gets: "F628 F628 F628 F628",
    sets: "P>F628 P>F628 P>F628 P>F628 P>F628 P>F628 P>F628 P>F628 P>F628",
    options: { every: "SO_PROTOCOL_INFOW" },
  },
  { gets: "P P P P", sets: "F>P F>P F>P S>P S>P S>P S>P S>P S>P", options: { every: "SO_UPDATE_ACCEPT_CONTEXT" } },
  { gets: "P P P P", sets: "N>P N>P N>P N>P N>P N>P N>P N>P N>P", options: { every: "SO_UPDATE_CONNECT_CONTEXT" } },
  {
    gets: "1:01 1:01 4:01000000 4:01000000",
    sets: "F>4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { udp: "IP_MULTICAST_LOOP", tcp6: "IPV6_DONTFRAG", udp6: "IPV6_MULTICAST_LOOP" },
  },
  {
    gets: "1:01 1:01 4:01000000 4:01000000",
    sets: "F>4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 I>4:01000000 >4:01000000",
    options: { udp: "IP_MULTICAST_TTL", udp6: "IPV6_MULTICAST_HOPS" },
  },
  {
    gets: "4:01000000 4:01000000 4:01000000 4:01000000",
    sets: ">4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { tcp: "IP_DONTFRAGMENT" },
  },
  {
    gets: "1:01 1:01 4:01000000 4:01000000",
    sets: ">4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { tcp: "SO_DONTLINGER" },
  },
  { gets: "F F P P", sets: "P>P P>P P>P P>P P>P P>P P>P P>P P>P", options: { tcp: "SO_MAX_MSG_SIZE" } },
  {
    gets: "F F 4:01000000 16:01000000",
    sets: "P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000",
    options: { tcp: "SO_TYPE" },
  },
  {
    gets: "F0 F0 4:201c0000 4:201c0000",
    sets: "F>4:201c0000 F>4:201c0000 F>4:201c0000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { tcp: "TCP_KEEPALIVE" },
  },
  {
    gets: "F0 F0 4:0a000000 4:0a000000",
    sets: "F>4:0a000000 F>4:0a000000 F>4:0a000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 I>4:0a000000 I>4:0a000000",
    options: { tcp: "TCP_KEEPCNT" },
  },
  {
    gets: "F0 F0 4:01000000 4:01000000",
    sets: "F>4:01000000 F>4:01000000 F>4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { tcp: "TCP_KEEPINTVL" },
  },
  { gets: "F0 F0 O O", sets: "P>O P>O P>O P>O P>O P>O P>O P>O P>O", options: { IPv4: "IPV6_MTU" } },
  {
    gets: "4:00000000 4:00000000 4:00000000 4:00000000",
    sets: ">4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { udp: "IP_DONTFRAGMENT" },
  },
  { gets: "P P P P", sets: ">P >P >P >P >P >P >P >P >P", options: { udp: "SO_DONTLINGER" } },
  { gets: "F F P P", sets: "F>P F>P F>P >P >P >P >P >P >P", options: { udp: "SO_LINGER" } },
  {
    gets: "F F 4:e3ff0000 4:e3ff0000",
    sets: "P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000",
    options: { udp: "SO_MAX_MSG_SIZE" },
  },
  {
    gets: "F F 4:02000000 16:02000000",
    sets: "I>4:02000000 I>4:02000000 I>4:02000000 I>4:02000000 I>4:02000000 I>4:02000000 I>4:02000000 I>4:02000000 I>4:02000000",
    options: { udp: "SO_TYPE" },
  },
  {
    gets: "F0 F0 4:01000000 4:01000000",
    sets: "F>4:01000000 F>4:01000000 F>4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { udp: "IP_RECEIVE_BROADCAST" },
  },
  {
    gets: "F0 F0 4:ffffffff 4:ffffffff",
    sets: "F>4:ffffffff F>4:ffffffff F>4:ffffffff I>4:ffffffff I>4:ffffffff I>4:ffffffff I>4:ffffffff I>4:ffffffff >4:ffffffff",
    options: { IPv6: "IPV6_PROTECTION_LEVEL" },
  },
  {
    gets: "1:00 2:0000 4:00000000 4:00000000",
    sets: "I>4:00000000 I>4:00000000 I>4:00000000 I>4:00000000 >4:00000000 >4:00000000 I>4:00000000 >4:00010000 I>4:00000000",
    options: { udp4: "IP_MULTICAST_IF" },
  },
  {
    gets: "1:00 1:00 4:00000000 4:00000000",
    sets: "F>4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { udp6: "IPV6_DONTFRAG" },
  },
  {
    gets: "1:00 2:0000 4:00000000 4:00000000",
    sets: "I>4:00000000 I>4:00000000 I>4:00000000 I>4:00000000 >4:00000000 >4:00000000 I>4:00000000 I>4:00000000 I>4:00000000",
    options: { udp6: "IP_MULTICAST_IF" },
  },
];

/** The options of Windows CE, and those that it lacks. */
export const CE_FORMS: readonly OptionForm[] = [
  {
    gets: "P P P P",
    sets: "P>P P>P P>P P>P P>P P>P P>P P>P P>P",
    options: {
      every:
        "IPV6_DONTFRAG IPV6_HOPLIMIT IPV6_PKTINFO IPV6_RECVTCLASS IPV6_TCLASS IP_PKTINFO IP_RECVTOS IP_RECVTTL SO_BSP_STATE SO_CONNECT_TIME SO_OPENTYPE SO_PAUSE_ACCEPT SO_PORT_SCALABILITY SO_PROTOCOL_INFOA SO_RANDOMIZE_PORT SO_RCVLOWAT SO_SNDLOWAT SO_UPDATE_ACCEPT_CONTEXT SO_UPDATE_CONNECT_CONTEXT SO_USELOOPBACK TCP_KEEPALIVE TCP_KEEPCNT TCP_KEEPINTVL TCP_MAXRT",
      udp: "SO_CONDITIONAL_ACCEPT",
    },
  },
  {
    gets: "1:00 1:00 4:00000000 4:00000000",
    sets: ">4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { every: "SO_BROADCAST SO_EXCLUSIVEADDRUSE SO_OOBINLINE SO_REUSEADDR", tcp: "SO_CONDITIONAL_ACCEPT" },
  },
  {
    gets: "P P P P",
    sets: "I>P I>P I>P I>P I>P I>P I>P I>P I>P",
    options: { every: "IPV6_ADD_MEMBERSHIP IPV6_DROP_MEMBERSHIP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP" },
  },
  {
    gets: "F F 4:00000000 4:00000000",
    sets: "F>4:00000000 F>4:00000000 F>4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "SO_GROUP_PRIORITY SO_RCVTIMEO SO_SNDTIMEO", tcp: "SO_LINGER" },
  },
  {
    gets: "1:00 1:00 1:00 1:00",
    sets: "F>1:00 >1:01 >1:01 >1:01 >1:01 >1:00 >1:01 >1:00 >1:01",
    options: { every: "SO_DONTROUTE SO_KEEPALIVE", tcp: "TCP_NODELAY" },
  },
  {
    gets: "F F 4:00000000 4:00000000",
    sets: "P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000 P>4:00000000",
    options: { every: "SO_ACCEPTCONN SO_GROUP_ID" },
  },
  {
    gets: "F F 4:00000100 4:00000100",
    sets: "F>4:00000100 F>4:00000100 F>4:00000100 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "SO_RCVBUF SO_SNDBUF" },
  },
  {
    gets: "I I I I",
    sets: "F>I I>I I>I I>I I>I I>I I>I I>I I>I",
    options: { tcp: "IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP IP_MULTICAST_TTL", udp6: "TCP_NODELAY" },
  },
  {
    gets: "I I I I",
    sets: "I>I I>I I>I I>I I>I I>I I>I I>I I>I",
    options: { every: "IP_HDRINCL", tcp: "IP_MULTICAST_IF" },
  },
  {
    gets: "1:80 1:80 4:80000000 4:80000000",
    sets: "F>4:80000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 I>4:80000000 >4:02000000 I>4:80000000 >4:80000000",
    options: { every: "IP_TTL", IPv6: "IPV6_UNICAST_HOPS" },
  },
  {
    gets: "1:01 1:01 1:01 1:01",
    sets: "F>1:01 >1:01 >1:01 >1:01 >1:01 >1:00 >1:01 >1:00 >1:01",
    options: { every: "IPV6_V6ONLY" },
  },
  {
    gets: "4:00000000 4:00000000 4:00000000 4:00000000",
    sets: ">4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { every: "IP_DONTFRAGMENT" },
  },
  {
    gets: "0: 0: 0: 0:",
    sets: ">0: >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "IP_OPTIONS" },
  },
  {
    gets: "1:00 1:00 4:00000000 4:00000000",
    sets: "F>4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 I>4:00000000 >4:00000000",
    options: { every: "IP_TOS" },
  },
  {
    gets: "1:00 2:0000 4:00000000 16:00000000",
    sets: ">4:00000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { every: "SO_DEBUG" },
  },
  {
    gets: "F F 4:00000000 4:00000000",
    sets: ">4:00000000 >4:00000000 >4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { every: "SO_ERROR" },
  },
  {
    gets: "F628 F628 F628 F628",
    sets: "P>F628 P>F628 P>F628 P>F628 P>F628 P>F628 P>F628 P>F628 P>F628",
    options: { every: "SO_PROTOCOL_INFOW" },
  },
  {
    gets: "1:01 1:01 4:01000000 4:01000000",
    sets: "F>4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 I>4:01000000 >4:01000000",
    options: { udp: "IP_MULTICAST_TTL", udp6: "IPV6_MULTICAST_HOPS" },
  },
  { gets: "F0 F0 I I", sets: "F>I F>I F>I I>I I>I I>I I>I I>I I>I", options: { tcp: "IPV6_MULTICAST_IF" } },
  {
    gets: "1:01 1:01 4:01000000 4:01000000",
    sets: ">4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { tcp: "SO_DONTLINGER" },
  },
  { gets: "F F P P", sets: "P>P P>P P>P P>P P>P P>P P>P P>P P>P", options: { tcp: "SO_MAX_MSG_SIZE" } },
  {
    gets: "F F 4:01000000 16:01000000",
    sets: "P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000 P>4:01000000",
    options: { tcp: "SO_TYPE" },
  },
  { gets: "P P P P", sets: ">P >P >P >P >P >P >P >P >P", options: { udp: "SO_DONTLINGER" } },
  { gets: "F F P P", sets: "F>P F>P F>P >P >P >P >P >P >P", options: { udp: "SO_LINGER" } },
  {
    gets: "F F 4:e3ff0000 4:e3ff0000",
    sets: "P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000 P>4:e3ff0000",
    options: { udp: "SO_MAX_MSG_SIZE" },
  },
  {
    gets: "F F 4:02000000 16:02000000",
    sets: "P>4:02000000 P>4:02000000 P>4:02000000 P>4:02000000 P>4:02000000 P>4:02000000 P>4:02000000 P>4:02000000 P>4:02000000",
    options: { udp: "SO_TYPE" },
  },
  {
    gets: "1:00 2:0000 4:00000000 4:00000000",
    sets: "I>4:00000000 I>4:00000000 I>4:00000000 I>4:00000000 >4:00000000 >4:00000000 I>4:00000000 >4:00010000 I>4:00000000",
    options: { udp4: "IP_MULTICAST_IF" },
  },
  {
    gets: "F0 F0 4:00000000 4:00000000",
    sets: "F>4:00000000 F>4:00000000 F>4:00000000 >4:01000000 >4:01000000 >4:00000000 >4:02000000 >4:00010000 >4:ffffffff",
    options: { udp6: "IPV6_MULTICAST_IF" },
  },
  {
    gets: "1:01 1:01 4:01000000 4:01000000",
    sets: "F>4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:01000000 >4:00000000 >4:01000000 >4:01000000 >4:01000000",
    options: { udp6: "IPV6_MULTICAST_LOOP" },
  },
  {
    gets: "1:00 2:0000 4:00000000 4:00000000",
    sets: "I>4:00000000 I>4:00000000 I>4:00000000 I>4:00000000 >4:00000000 >4:00000000 I>4:00000000 I>4:00000000 I>4:00000000",
    options: { udp6: "IP_MULTICAST_IF" },
  },
];
