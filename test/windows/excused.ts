/**
 * The tests that do not hold under Windows' node.exe in Wine, by room and reason; each is a part of a full title. If no
 * failing test has one of these parts, `npm run test:windows` fails too.
 */
type Excused = Readonly<Record<string, readonly string[]>>;

const NETWORK_STACK: Excused = {
  "Windows does not report what is unsent": ["report unsent bytes while the peer has no room"],
  "WSAPoll has one hang-up for one direction and for both": ["is a hang-up when both directions have ended"],
  "wine 8 refuses datagrams to port 0": [
    "to port 0 count as sent, and are lost",
    "need SO_BROADCAST for port 0 of the broadcast address",
  ],
  "wine 8 does not support the times of keep-alive": [
    "supports every option of IPv4 streams",
    "supports every option of IPv6 streams",
    "stores each time of keep-alive separately",
  ],
  "wine binds by Linux's rules": [
    "follows Winsock's table: bound streams",
    "follows Winsock's table: listening streams",
    "follows Winsock's table: datagram sockets",
    "lets 0.0.0.0 share a port with a dual-stack",
    "lets a refused stream connect again, or listen, with the same name",
  ],
  "wine reports the state of a connection with Linux's codes": [
    "reports the peer's name until the socket is closed",
    "are refused by a port without a listener, which SO_ERROR reports once",
    "causes a reset at the first write to a closed peer, and later calls fail",
    "reports an aborted connection to a receive, even if the peer's end was not read",
    "have no peer and transfer nothing before they are connected",
    "reach the members of a multicast group, until they leave it",
  ],
  "wine does not report the end together with data": [
    "is reported together with unread data, if the watch includes it",
  ],
  "wine reports a reset as an end": [
    "is a reset when the peer closes with bytes unread",
    "is a reset if SO_LINGER is on with a time of 0",
    "resets connections that wait in the queue of a listener that closes",
  ],
  "wine has Linux's urgent data": [
    "is marked in the stream",
    "is read once, for any time at which SO_OOBINLINE is set",
    "moves into the stream when SO_OOBINLINE is set before it is read",
  ],
  "wine does not report a refused datagram": [
    "report an unused port once, without a peer",
    "report an unused port once, connected to it",
    "reach other ports after an unused port, which is still reported",
    "do not lose their peer when SO_ERROR reports an unused port",
    "ends at most one wait, for a condition outside the watch: the error of a refused datagram",
    "of a datagram socket with an error is READY_IN",
  ],
};

const PLATFORM_NODE: Excused = {
  "the test needs a shell, or a signal of Linux": [
    "returns WSAEMFILE when the process has no descriptors left",
    "stores a text that needs several writes completely or not at all",
    "removes the file of a killed writer",
  ],
  "Windows accepts what Linux lacks": [
    "lacks the options that the provider implements",
    "refuses a value that is too short",
    "supports only the two families",
  ],
  "Windows refuses a second connect of a connected stream": [
    "starts a connection without blocking, and reports that in a second call",
  ],
  "wine reports an unknown host with Linux's code": ["resolves addresses as text, and reports an unknown host"],
  "wine's options differ": ["stores SO_DONTROUTE", "stores IP_DONTFRAGMENT", "sets the times and probes of keep-alive"],
  "wine reports the state of a connection with Linux's codes": [
    "reports the code of a refused connection once, in SO_ERROR",
    "has no peer before it is connected",
    "connects to one peer, and removes the peer again",
    "resets with SO_LINGER {1, 0}",
    "reports an unreachable port as WSAECONNRESET",
  ],
  "wine binds by Linux's rules": ["ports are shared by sockets with SO_REUSEADDR"],
  "wine has Linux's urgent data": ["delivers urgent data out of band, and marks its position in the stream"],
};

const TCPIP: Excused = {
  "wine does not report the end together with data": [
    "network events that occur while another one is recorded signal the event again after it is reported",
  ],
  "no control messages reach this platform": ["WSARecvMsg and WSASendMsg node"],
  "wine does not support this option": ["node: UDP_SEND_MSG_SIZE divides what is sent"],
  "wine does not report a refused datagram": ["a datagram socket without a peer that has sent to an unused port"],
  "wine 8 refuses datagrams to port 0": ["a datagram to port 0"],
  "wine reports a reset as an end": [
    "FD_CLOSE of a reset has its code, even if a receive has reported the reset",
    "are not recorded again once they were reported desktop on node",
    "a receive of 0 bytes reports a reset",
  ],
  "wine reports the state of a connection with Linux's codes": ["SO_ERROR is not set by a blocking connect"],
  "Windows does not report what is unsent": ["reports nothing where CloseHandle fails desktop on node"],
  "the test names a module by two paths, and wine does not see that one is a link": [
    "desktop: a socket that another thread closes ends the call that waits for it with WSAEINTR",
  ],
  "wine has Linux's urgent data": ["urgent data is read once, even if", "urgent data is marked while it waits"],
};

/** By room. */
export const EXCUSED: Readonly<Record<string, Excused>> = {
  "network-stack": NETWORK_STACK,
  "platform-node": PLATFORM_NODE,
  tcpip: TCPIP,
  core: { "wine does not connect a stream whose connect was refused": ["connects to the first address that accepts"] },
  build: { "the test starts npm": ["are listed by npm run size"] },
};
