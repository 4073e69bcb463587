import { ANY, CE } from "../applies.js";
import type { Rule } from "../rule.js";

/** socket and WSASocketW: who serves a new socket, and what the application is told. */
export const WSASOCKET = [
  {
    id: "WSASocketW/not-initialised",
    number: 601,
    text: "Before a WSAStartup that succeeded, the call fails with WSANOTINITIALISED, whatever its arguments.",
    source: "seed 003 errors; oracle WSASocket-01",
    applies: ANY,
  },
  {
    id: "WSASocketW/success/descriptor",
    number: 602,
    text: "A call that succeeds returns a descriptor that refers to the new socket.",
    source: "seed 003 return value",
    applies: ANY,
  },
  {
    id: "WSASocketW/failure/last-error",
    number: 603,
    text: "A call that fails returns INVALID_SOCKET; WSAGetLastError has the code.",
    source: "seed 003 return value",
    applies: ANY,
  },
  {
    id: "WSASocketW/bound-to-provider",
    number: 604,
    text: "The new socket belongs to one transport provider, which serves all its calls.",
    source: "seed 003 remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/not-overlapped-by-default",
    number: 605,
    text: "Without WSA_FLAG_OVERLAPPED the new socket lacks the overlapped attribute.",
    source: "seed 003 remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/overlapped/operations",
    number: 606,
    text: "An overlapped socket takes overlapped WSASend, WSASendTo, WSARecv, WSARecvFrom and WSAIoctl.",
    source: "seed 003 flags",
    applies: ANY,
  },
  {
    id: "WSASocketW/overlapped/many-at-once",
    number: 607,
    text: "Several overlapped operations can be under way on one socket at the same time.",
    source: "seed 003 flags",
    applies: ANY,
  },
  {
    id: "WSASocketW/overlapped/plain-calls",
    number: 608,
    text:
      "A function that can overlap works in the ordinary way on an overlapped socket when its overlapped " +
      "parameters are null.",
    source: "seed 003 flags",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/network-down",
    number: 609,
    text: "WSAENETDOWN says that the network subsystem has failed.",
    source: "seed 003 errors",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/in-progress",
    number: 610,
    text:
      "WSAEINPROGRESS says that a blocking call is under way, or that the provider is still inside a " + "callback.",
    source: "seed 003 errors",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/no-descriptors",
    number: 611,
    text: "WSAEMFILE says that no socket descriptors are left.",
    source: "seed 003 errors",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/no-buffers",
    number: 612,
    text: "WSAENOBUFS says that there is no buffer space for a new socket.",
    source: "seed 003 errors",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/protocol-of-other-type",
    number: 613,
    text: "WSAEPROTOTYPE, the protocol does not fit the type, comes from a provider and is passed on.",
    source: "seed 003 errors; design choosing",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/group",
    number: 614,
    text: "A g that the provider finds invalid is WSAEINVAL.",
    source: "seed 003 errors",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/provider-version",
    number: 615,
    text: "A provider that settled on another version than 2.2 is WSAEINVALIDPROVIDER.",
    source: "seed 003 errors; design loading",
    applies: ANY,
  },
  {
    id: "WSASocketW/error/procedure-table",
    number: 616,
    text: "A provider whose procedure table is invalid or incomplete is WSAEINVALIDPROCTABLE.",
    source: "seed 003 errors; design loading",
    applies: ANY,
  },
  {
    id: "WSASocketW/ce/g-reserved",
    number: 617,
    text: "On Windows CE, g is reserved.",
    source: "seed 003 parameters",
    applies: { ...ANY, profiles: CE },
  },
  {
    id: "WSASocketW/ce/exists",
    number: 618,
    text: "Windows CE .NET 4.0 and Windows Mobile 5.0, and later, have WSASocket.",
    source: "seed 003 requirements",
    applies: { ...ANY, profiles: CE },
  },
  {
    id: "WSASocketW/stream/connected-first",
    number: 619,
    text: "A connection-oriented socket is connected, by connect or WSAConnect, before it sends or receives.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "stream" },
  },
  {
    id: "WSASocketW/stream/full-duplex",
    number: 620,
    text:
      "A connection-oriented socket carries data in both directions at once, with send and recv or their " +
      "WSA forms.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "stream" },
  },
  {
    id: "WSASocketW/stream/closed-by-closesocket",
    number: 621,
    text: "A session that is over is ended with closesocket.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "stream" },
  },
  {
    id: "WSASocketW/stream/reliable",
    number: 622,
    text: "A reliable, connection-oriented socket loses no data and delivers none twice.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "stream" },
  },
  {
    id: "WSASocketW/stream/broken-times-out",
    number: 623,
    text:
      "A connection whose data cannot be delivered in reasonable time is broken: later calls fail with " +
      "WSAETIMEDOUT.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "stream" },
  },
  {
    id: "WSASocketW/datagram/any-peer",
    number: 624,
    text:
      "A connectionless socket exchanges datagrams with any peer through sendto and recvfrom or their WSA " + "forms.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "datagram" },
  },
  {
    id: "WSASocketW/datagram/connected-to-peer",
    number: 625,
    text:
      "A connected connectionless socket sends to its peer with send and receives from this peer alone with " + "recv.",
    source: "seed 003 remarks",
    applies: { ...ANY, capability: "datagram" },
  },
  {
    id: "WSASocketW/raw/optional",
    number: 626,
    text: "SOCK_RAW need not be supported, though a provider does well to support it where it can.",
    source: "seed 003 remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/af-unspec",
    number: 627,
    text:
      "AF_UNSPEC stays defined, but leaves the meaning of protocol ambiguous; applications should name a " + "family.",
    source: "seed 003 remarks",
    applies: ANY,
  },
  {
    id: "socket/overlapped",
    number: 628,
    text: "socket makes overlapped sockets: it is WSASocket with no info, no group and WSA_FLAG_OVERLAPPED.",
    source: "reference §5.1",
    applies: ANY,
  },
] as const satisfies readonly Rule[];
