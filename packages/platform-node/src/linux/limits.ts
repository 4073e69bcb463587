import type { PlatformLimit } from "../limit.js";

/** The limits of this platform on Linux; `ws2kit profile show` prints them, and the README quotes them. */
export const LINUX_LIMITS: readonly PlatformLimit[] = [
  {
    subject: "Ports of other processes",
    text: "Between processes and worker threads, Linux's rules apply: bind returns WSAEADDRINUSE for any overlap (WSAEACCES with SO_REUSEADDR), unless both sockets set SO_REUSEADDR and belong to one user.",
    rules: [],
  },
  { subject: "Ports in TIME_WAIT", text: "Such a port can be bound again.", rules: [] },
  { subject: "Ports below 1024", text: "Without the privilege for such a port, bind returns WSAEACCES.", rules: [] },
  {
    subject: "Several listeners at one address",
    text: "With SO_REUSEADDR, Linux picks one of them for each connection.",
    rules: [],
  },
  {
    subject: "A full backlog",
    text: "A connect is not refused: the kernel repeats it until the listener has room.",
    rules: [],
  },
  {
    subject: "The port after a refused connect",
    text: "If connect chose the port, a stream that connects again can receive another port.",
    rules: [],
  },
  {
    subject: "DisconnectEx with TF_REUSE_SOCKET",
    text: "While the ended connection still uses the port, the socket receives another port of the same address.",
    rules: [],
  },
  {
    subject: "ICMP errors",
    text: "Only an unreachable port is reported; an expired time to live (WSAENETRESET) is not.",
    rules: [],
  },
  {
    subject: "Urgent data",
    text: "The kernel stores one urgent byte. If the next one arrives, or reading passes it, before MSG_OOB has read it, MSG_OOB cannot read it any more: it stays in the stream as an ordinary byte, or is lost.",
    rules: [],
  },
  {
    subject: "SO_LINGER",
    text: "closesocket does not wait for the linger time. A time of 0 resets the connection.",
    rules: ["closesocket/linger", "closesocket/linger-non-blocking"],
  },
  {
    subject: "Buffer sizes",
    text: "The kernel doubles them, within its limits; getsockopt returns the value that was set.",
    rules: [],
  },
  {
    subject: "IP_MULTICAST_LOOP",
    text: "It applies to the sender, as on BSD; on Windows it applies to the receiver.",
    rules: [],
  },
  {
    subject: "Header fields of IPv4 datagrams on a socket of IPv6",
    text: "WSARecvMsg does not report them.",
    rules: ["WSARecvMsg/mapped"],
  },
  { subject: "Options that Linux lacks", text: "They fail with WSAENOPROTOOPT.", rules: [] },
];
