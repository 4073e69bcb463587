/** Something that Winsock has and that cannot be had of Linux' sockets. */
export interface PlatformLimit {
  /** What it is about, in a word or two. */
  readonly subject: string;
  /** What an application sees instead. */
  readonly text: string;
}

/** What this platform cannot translate, which `ws2kit profile show` prints and the README quotes. */
export const LINUX_LIMITS: readonly PlatformLimit[] = [
  {
    subject: "Ports of other processes",
    text: "Between processes and worker threads Linux decides: any overlap is WSAEADDRINUSE (WSAEACCES with SO_REUSEADDR), unless both sockets have SO_REUSEADDR and belong to one user.",
  },
  { subject: "Ports in TIME_WAIT", text: "Such a port may be bound again." },
  { subject: "Ports below 1024", text: "Without the privilege for such a port, bind returns WSAEACCES." },
  {
    subject: "Several listeners at one address",
    text: "With SO_REUSEADDR, Linux picks one of them for each connection.",
  },
  {
    subject: "The port after a refused connect",
    text: "A stream that may connect again can get another port, where connect chose the first.",
  },
  {
    subject: "DisconnectEx with TF_REUSE_SOCKET",
    text: "Where the connection that ends still holds the port, the socket gets another port of the same address.",
  },
  {
    subject: "ICMP errors",
    text: "Only an unreachable port is reported: WSAENETRESET for a time to live that has expired is missing.",
  },
  {
    subject: "Urgent data",
    text: "The kernel keeps one urgent byte. When the next comes, or reading passes it, before MSG_OOB has read it, it is lost to MSG_OOB: it stays in the stream as an ordinary byte, or goes.",
  },
  {
    subject: "SO_LINGER",
    text: "A time does not make closesocket wait. A time of 0 resets the connection.",
  },
  {
    subject: "Buffer sizes",
    text: "The kernel doubles them, within limits that it sets; they are reported as they were set.",
  },
  { subject: "IP_MULTICAST_LOOP", text: "It acts on the sender, as on every BSD; on Windows it acts on the receiver." },
  { subject: "Options that Linux lacks", text: "They are WSAENOPROTOOPT." },
];
