import { LACKING_UNDER_WINE } from "../network-stack/wine.js";

/**
 * The tests that do not hold under Windows' node.exe in Wine, by room and reason; each is a part of a full title. If no
 * failing test has one of these parts, `npm run test:windows` fails too.
 */
type Excused = Readonly<Record<string, readonly string[]>>;

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
  "wine 8 ignores the control messages of WSASendMsg": [
    "layers send from the address that IP_PKTINFO names, with the hop limit and type of service of the call",
  ],
  "wine 8 ignores the hop limit of IPv6": ["layers report the same for IPv6"],
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
  "network-stack": {
    ...LACKING_UNDER_WINE,
    "wine 8 ignores the control messages of WSASendMsg": [
      "sends IPv4 datagrams with header fields, and reports them",
      "sends IPv6 datagrams with header fields, and reports them",
    ],
  },
  "platform-node": PLATFORM_NODE,
  tcpip: TCPIP,
  core: { "wine does not connect a stream whose connect was refused": ["connects to the first address that accepts"] },
  build: { "the test starts npm": ["are listed by npm run size"] },
};
