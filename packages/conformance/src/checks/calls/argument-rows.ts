import {
  AF_INET,
  DWORD,
  FIONREAD,
  fd_set,
  INADDR_NONE,
  newMSG,
  newWSABUF,
  newWSADATA,
  newWSAMSG,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  newWSAPROTOCOL_INFOW,
  ref,
  SO_KEEPALIVE,
  SOCK_STREAM,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSA_INVALID_PARAMETER,
  WSA_WAIT_FAILED,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import { newWSAQUERYSETW, newWSASERVICECLASSINFOW } from "@ws2kit/spi/name-spaces";
import type { Cast } from "../../bench/cast.js";
import { newPort } from "../../bench/ports.js";
import type { Need } from "../../findings/need.js";

/**
 * What a parameter is: a socket, a pointer to bytes, a Ref, a number, a text, a structure, a handle of another kind, a
 * function, or a parameter whose type is not checked. With `?`, null is a value of it.
 */
export type Parameter =
  | "socket"
  | "bytes"
  | "bytes?"
  | "ref"
  | "ref?"
  | "number"
  | "text"
  | "text?"
  | "structure"
  | "structure?"
  | "handle"
  | "function"
  | "any";

/** A function with sound arguments, and what each of its parameters is. */
export interface ArgumentRow {
  /** The function; of another DLL than ws2's with its name: `kernel32.ReadFile`. */
  readonly name: string;
  readonly needs?: readonly Need[];
  readonly args: (cast: Cast) => unknown[];
  /** A parameter with a code reports that one, not the one of its type. */
  readonly parameters: readonly (Parameter | readonly [Parameter, code: number])[];
  /** What the function returns when it fails; "code" for the code itself. SOCKET_ERROR by default. */
  readonly failure?: unknown;
  /** The parameter that receives the code, in functions that do not set the last error. */
  readonly lpErrno?: number;
}

const GUID = "9b1ff2a3-38f0-4a3c-9d3c-0123456789ab";
const STREAM: readonly Need[] = ["IPv4 stream"];
const DATAGRAM: readonly Need[] = ["IPv4 datagram"];

const room = () => [new Uint8Array(16), ref(16)] as const;
const buffers = () => [newWSABUF(new Uint8Array(4))];
const here = () => sockaddr_in("127.0.0.1", 7);

/** Functions whose arguments ws2 checks itself, whatever provider stands below. */
export const OF_WS2: readonly ArgumentRow[] = [
  {
    name: "WSAStartup",
    args: () => [0x202, newWSADATA()],
    parameters: ["number", "structure"],
    failure: "code",
  },
  { name: "socket", args: () => [AF_INET, SOCK_STREAM, 6], parameters: ["number", "number", "number"] },
  {
    name: "WSASocketW",
    args: () => [AF_INET, SOCK_STREAM, 6, null, 0, 1],
    parameters: ["number", "number", "number", "structure?", "number", "number"],
  },
  {
    name: "WSAPoll",
    needs: STREAM,
    args: ({ listener }) => [[{ fd: listener, events: 0x10, revents: 0 }], 1, 0],
    parameters: ["structure", "number", "number"],
  },
  {
    name: "WSAAddressToStringW",
    needs: ["IPv4"],
    args: () => [here(), 16, null, ref(""), ref(32)],
    parameters: ["bytes", "any", ["structure?", WSAEINVAL]],
  },
  {
    name: "WSAStringToAddressW",
    needs: ["IPv4"],
    args: () => ["127.0.0.1:7", AF_INET, null, ...room()],
    parameters: ["any", "number", ["structure?", WSAEINVAL]],
  },
  { name: "inet_addr", args: () => ["127.0.0.1"], parameters: ["text"], failure: INADDR_NONE },
  ...["InetPtonW", "inet_pton"].map(
    (name): ArgumentRow => ({
      name,
      args: () => [AF_INET, "127.0.0.1", new Uint8Array(4)],
      parameters: [["number", WSAEAFNOSUPPORT], "text", "bytes"],
    }),
  ),
  ...["InetNtopW", "inet_ntop"].map(
    (name): ArgumentRow => ({
      name,
      args: () => [AF_INET, new Uint8Array(4), ref(""), 16],
      parameters: [
        ["number", WSAEAFNOSUPPORT],
        "bytes",
        ["ref", WSA_INVALID_PARAMETER],
        ["number", WSA_INVALID_PARAMETER],
      ],
      failure: null,
    }),
  ),
  ...["getaddrinfo", "GetAddrInfoW"].map(
    (name): ArgumentRow => ({
      name,
      args: () => ["127.0.0.1", "80", null, ref(null)],
      parameters: ["text?", "text?", ["structure?", WSAEAFNOSUPPORT], "ref"],
      failure: "code",
    }),
  ),
  ...["getnameinfo", "GetNameInfoW"].map(
    (name): ArgumentRow => ({
      name,
      args: () => [here(), 16, ref(""), 32, ref(""), 32, 2],
      parameters: ["bytes", ["number", WSAEFAULT], "ref?", ["number", WSAEFAULT], "ref?", ["number", WSAEFAULT], "any"],
      failure: "code",
    }),
  ),
  {
    name: "GetAddrInfoExW",
    args: () => ["127.0.0.1", null, 0, null, null, ref(null), null, null, null, null],
    parameters: [
      "text?",
      "text?",
      "number",
      "any",
      "any",
      "ref",
      "structure?",
      "structure?",
      ["structure?", WSAEINVAL],
      ["structure?", WSAEINVAL],
    ],
    failure: "code",
  },
  { name: "GetAddrInfoExCancel", args: () => [ref(4)], parameters: ["ref"], failure: "code" },
  {
    name: "SetAddrInfoExW",
    args: () => ["name", null, [], 0, null, 0, 0, null, null, null, null, null],
    parameters: ["text", "text?", "any", "any", "bytes?", "any", "number"],
    failure: "code",
  },
  ...["gethostname", "GetHostNameW"].map(
    (name): ArgumentRow => ({ name, args: () => [ref(""), 64], parameters: ["ref", ["number", WSAEFAULT]] }),
  ),
  { name: "gethostbyname", args: () => ["127.0.0.1"], parameters: ["text?"], failure: null },
  {
    name: "gethostbyaddr",
    args: () => [new Uint8Array(4), 4, AF_INET],
    parameters: ["bytes", ["number", WSAEFAULT], ["number", WSAEAFNOSUPPORT]],
    failure: null,
  },
  { name: "getservbyname", args: () => ["http", "tcp"], parameters: ["text", "text?"], failure: null },
  { name: "getservbyport", args: () => [0x5000, "tcp"], parameters: ["any", "text?"], failure: null },
  { name: "getprotobyname", args: () => ["tcp"], parameters: ["text"], failure: null },
  {
    name: "WSAEnumProtocolsW",
    args: () => [null, [], ref(65536)],
    parameters: ["structure?", "structure?", "ref"],
  },
  {
    name: "WSCEnumProtocols",
    args: () => [null, [], ref(65536), ref(0)],
    parameters: ["structure?", "structure?", "ref"],
    lpErrno: 3,
  },
  {
    name: "WSCGetProviderPath",
    args: ({ program }) => [program.machine.catalog.entries[0].ProviderId, ref(""), ref(260), ref(0)],
    parameters: ["text", "ref", "ref"],
    lpErrno: 3,
  },
  {
    name: "WSCGetApplicationCategory",
    args: () => ["a.exe", 5, null, 0, ref(0), ref(0)],
    parameters: ["text", "number", "text?", "number", "ref"],
    lpErrno: 5,
  },
  {
    name: "WSCSetApplicationCategory",
    args: () => ["a.exe", 5, null, 0, 1, null, ref(0)],
    parameters: ["text", "number", "text?", "number", "number", "ref?"],
    lpErrno: 6,
  },
  {
    name: "WSCGetProviderInfo",
    args: ({ program }) => [program.machine.catalog.entries[0].ProviderId, 0, DWORD(0), ref(4), 0, ref(0)],
    parameters: ["text"],
    lpErrno: 5,
  },
  {
    name: "WSCSetProviderInfo",
    args: ({ program }) => [program.machine.catalog.entries[0].ProviderId, 0, DWORD(0), 4, 0, ref(0)],
    parameters: ["text"],
    lpErrno: 5,
  },
  {
    name: "WSCInstallNameSpace",
    args: () => ["name", "x.dll", 0x8001, 1, GUID],
    parameters: ["text", "text", "number", "number", "text"],
  },
  { name: "WSCUnInstallNameSpace", args: () => [GUID], parameters: ["text"] },
  {
    name: "WSAEnumNameSpaceProvidersW",
    args: () => [ref(65536), []],
    parameters: ["ref", "structure"],
  },
  {
    name: "WSALookupServiceBeginW",
    args: () => [newWSAQUERYSETW(), 0, ref(0)],
    parameters: ["any", "number", "ref"],
  },
  ...["WSAHtonl", "WSAHtons", "WSANtohl", "WSANtohs"].map(
    (name): ArgumentRow => ({
      name,
      needs: STREAM,
      args: ({ listener }) => [listener, 1, ref(0)],
      parameters: ["socket", "any", "ref"],
    }),
  ),
  {
    name: "WSAWaitForMultipleEvents",
    args: ({ event }) => [1, [event], false, 0, false],
    parameters: ["any", "structure", "any", ["number", WSA_INVALID_PARAMETER], "any"],
    failure: WSA_WAIT_FAILED,
  },
  {
    name: "WSAProviderConfigChange",
    args: () => [ref(0), null, null],
    parameters: ["ref"],
  },
  {
    name: "WSAInstallServiceClassW",
    args: () => [newWSASERVICECLASSINFOW()],
    parameters: [["structure", WSAEINVAL]],
  },
  {
    name: "WSAGetServiceClassNameByClassIdW",
    args: () => [GUID, ref(""), ref(64)],
    parameters: ["any", "ref", "ref"],
  },
];

/** Functions whose arguments the provider checks. */
export const OF_THE_PROVIDER: readonly ArgumentRow[] = [
  {
    name: "WSAAddressToStringW",
    needs: ["IPv4"],
    args: () => [here(), 16, null, ref(""), ref(32)],
    parameters: ["any", "any", "any", "ref", "ref"],
  },
  {
    name: "WSAStringToAddressW",
    needs: ["IPv4"],
    args: () => ["127.0.0.1:7", AF_INET, null, ...room()],
    parameters: ["any", "any", "any", "bytes", "ref"],
  },
  { name: "bind", needs: STREAM, args: ({ idle }) => [idle, here(), 16], parameters: ["socket", "bytes", "number"] },
  {
    name: "connect",
    needs: STREAM,
    args: ({ idle, listenerName }) => [idle, listenerName, 16],
    parameters: ["socket", "bytes", "number"],
  },
  {
    name: "WSAConnect",
    needs: STREAM,
    args: ({ idle, listenerName }) => [idle, listenerName, 16, null, null, null, null],
    parameters: ["socket", "bytes", "number", "any", "any", "any", "any"],
  },
  {
    name: "WSAConnectByNameW",
    needs: ["IPv4 stream", "option SO_PROTOCOL_INFOW", "option SO_TYPE"],
    args: ({ program }) => [program.stream(), "127.0.0.1", "9", null, null, null, null, null, null],
    parameters: [
      "socket",
      ["text", WSAEINVAL],
      ["text", WSAEINVAL],
      "any",
      "bytes?",
      "any",
      "bytes?",
      "structure?",
      ["structure?", WSAEINVAL],
    ],
    failure: false,
  },
  {
    name: "WSAConnectByList",
    needs: ["IPv4 stream", "option SO_TYPE"],
    args: ({ program }) => [
      program.stream(),
      { iAddressCount: 1, Address: [{ lpSockaddr: here(), iSockaddrLength: 16 }] },
      null,
      null,
      null,
      null,
      null,
      null,
    ],
    parameters: ["socket", "structure", "any", "bytes?", "any", "bytes?", "structure?", ["structure?", WSAEINVAL]],
    failure: false,
  },
  {
    name: "listen",
    needs: STREAM,
    args: ({ listener }) => [listener, 1],
    parameters: ["socket", "number"],
  },
  { name: "shutdown", needs: STREAM, args: ({ stream }) => [stream, 0], parameters: ["socket", "number"] },
  {
    name: "getsockname",
    needs: STREAM,
    args: ({ listener }) => [listener, ...room()],
    parameters: ["socket", "bytes", "ref"],
  },
  {
    name: "getpeername",
    needs: STREAM,
    args: ({ stream }) => [stream, ...room()],
    parameters: ["socket", "bytes", "ref"],
  },
  {
    name: "send",
    needs: STREAM,
    args: ({ stream }) => [stream, new Uint8Array(4), 4, 0],
    parameters: ["socket", "bytes", "number", "number"],
  },
  {
    name: "recv",
    needs: STREAM,
    args: ({ stream }) => [stream, new Uint8Array(4), 4, 0],
    parameters: ["socket", "bytes", "number", "number"],
  },
  {
    name: "sendto",
    needs: DATAGRAM,
    args: ({ datagram, datagramName }) => [datagram, new Uint8Array(4), 4, 0, datagramName, 16],
    parameters: ["socket", "bytes", "number", "number", "bytes?", ["number", WSAEFAULT]],
  },
  {
    name: "recvfrom",
    needs: DATAGRAM,
    args: ({ datagram }) => [datagram, new Uint8Array(4), 4, 0, ...room()],
    parameters: ["socket", "bytes", "number", "number", "bytes?", "ref"],
  },
  {
    name: "WSASend",
    needs: STREAM,
    args: ({ stream }) => [stream, buffers(), 1, ref(0), 0, null, null],
    parameters: ["socket", "structure", "number", "ref", "number", "structure?", "any"],
  },
  {
    name: "WSARecv",
    needs: STREAM,
    args: ({ stream }) => [stream, buffers(), 1, ref(0), ref(0), null, null],
    parameters: ["socket", "structure", "number", "ref?", "ref", "structure?", "any"],
  },
  {
    name: "WSASendTo",
    needs: DATAGRAM,
    args: ({ datagram, datagramName }) => [datagram, buffers(), 1, ref(0), 0, datagramName, 16, null, null],
    parameters: [
      "socket",
      "structure",
      "number",
      "ref",
      "number",
      "bytes?",
      ["number", WSAEFAULT],
      "structure?",
      "any",
    ],
  },
  {
    name: "WSARecvFrom",
    needs: DATAGRAM,
    args: ({ datagram }) => [datagram, buffers(), 1, ref(0), ref(0), ...room(), null, null],
    parameters: ["socket", "structure", "number", "ref?", "ref", "bytes?", "ref", "structure?", "any"],
  },
  {
    name: "WSASendMsg",
    needs: ["IPv4 datagram", "extensions"],
    args: ({ datagram, datagramName }) => [datagram, newWSAMSG(datagramName, buffers()[0]), 0, ref(0), null, null],
    parameters: ["socket", "structure", "number", "ref", "structure?", "any"],
  },
  {
    name: "getsockopt",
    needs: ["IPv4 stream", "option SO_KEEPALIVE"],
    args: ({ listener }) => [listener, SOL_SOCKET, SO_KEEPALIVE, DWORD(0), ref(4)],
    parameters: ["socket", "number", "any", "bytes", "ref"],
  },
  {
    name: "setsockopt",
    needs: ["IPv4 stream", "option SO_KEEPALIVE"],
    args: ({ listener }) => [listener, SOL_SOCKET, SO_KEEPALIVE, DWORD(0), 4],
    parameters: ["socket", "number", "any", "bytes", "number"],
  },
  {
    name: "ioctlsocket",
    needs: STREAM,
    args: ({ stream }) => [stream, FIONREAD, ref(0)],
    parameters: ["socket", "any", "ref"],
  },
  {
    name: "WSAIoctl",
    needs: STREAM,
    args: ({ stream }) => [stream, FIONREAD, null, 0, DWORD(0), 4, ref(0), null, null],
    parameters: ["socket", "any", "structure?", "any", "bytes", ["number", WSAEFAULT], "ref", "structure?", "any"],
  },
  {
    name: "select",
    needs: STREAM,
    args: ({ stream }) => [0, null, fd_set(stream), null, { tv_sec: 0, tv_usec: 0 }],
    parameters: ["any", "structure?", "structure?", "structure?", "structure?"],
  },
  {
    name: "WSAEventSelect",
    needs: ["IPv4 stream", "events"],
    args: ({ listener }) => [listener, null, 0],
    parameters: ["socket", "any", "number"],
  },
  {
    name: "WSAEnumNetworkEvents",
    needs: ["IPv4 stream", "events"],
    args: ({ listener }) => [listener, null, newWSANETWORKEVENTS()],
    parameters: ["socket", "any", "structure"],
  },
  {
    name: "WSAAsyncSelect",
    needs: ["IPv4 stream", "messages"],
    args: ({ listener }) => [listener, null, 0, 0],
    parameters: ["socket", "any", "number", "number"],
  },
  {
    name: "WSAGetOverlappedResult",
    needs: STREAM,
    args: ({ stream }) => [stream, newWSAOVERLAPPED(), ref(0), false, ref(0)],
    parameters: ["socket", "structure", "ref", "any", "ref"],
    failure: false,
  },
  {
    name: "WSADuplicateSocketW",
    needs: ["IPv4 stream", "sharing"],
    args: ({ stream, program }) => [stream, program.control.processId, newWSAPROTOCOL_INFOW()],
    parameters: ["socket", "number", "structure"],
  },
  {
    name: "mswsock.WSARecvEx",
    needs: STREAM,
    args: ({ stream }) => [stream, new Uint8Array(4), 4, ref(0)],
    parameters: ["socket", "bytes", "any", "ref"],
  },
  {
    name: "mswsock.WSARecvMsg",
    needs: ["IPv4 datagram", "extensions"],
    args: ({ datagram }) => [
      datagram,
      newWSAMSG(new Uint8Array(16), buffers()[0], newWSABUF(new Uint8Array(32))),
      ref(0),
      null,
      null,
    ],
    parameters: ["socket", "structure", "ref", "structure?", "any"],
  },
  {
    name: "mswsock.AcceptEx",
    needs: ["IPv4 stream", "extensions"],
    args: ({ listener, idle }) => [listener, idle, new Uint8Array(64), 0, 32, 32, ref(0), newWSAOVERLAPPED()],
    parameters: [
      "socket",
      "socket",
      "bytes",
      "number",
      "number",
      "number",
      "any",
      ["structure", WSA_INVALID_PARAMETER],
    ],
    failure: false,
  },
  {
    name: "mswsock.ConnectEx",
    needs: ["IPv4 stream", "extensions"],
    args: ({ program, listenerName }) => {
      const s = program.stream();
      program.bind(s);
      return [s, listenerName, 16, null, 0, ref(0), newWSAOVERLAPPED()];
    },
    parameters: ["socket", "bytes", ["number", WSAEFAULT], "any", "any", "any", ["structure", WSA_INVALID_PARAMETER]],
    failure: false,
  },
  {
    name: "mswsock.DisconnectEx",
    needs: ["IPv4 stream", "extensions"],
    args: ({ stream }) => [stream, null, 0, 0],
    parameters: ["socket", "structure?", "number", "number"],
    failure: false,
  },
  {
    name: "mswsock.TransmitPackets",
    needs: ["IPv4 stream", "extensions"],
    args: ({ stream }) => [stream, [], 0, 0, null, 0],
    parameters: ["socket", "structure", "number", "number", "structure?", "number"],
    failure: false,
  },
  {
    name: "mswsock.TransmitFile",
    needs: ["IPv4 stream", "extensions"],
    args: ({ stream }) => [stream, null, 0, 0, null, null, 0],
    parameters: ["socket", "any", "number", "number", "structure?", "structure?", "number"],
    failure: false,
  },
];

/** Functions of kernel32 and user32, whose codes are those of Win32. */
export const OF_WIN32: readonly ArgumentRow[] = [
  {
    name: "kernel32.CreateFileW",
    args: () => ["none", 0x80000000, 0, null, 3, 0, null],
    parameters: ["text", "number", "any", "any", "number", "any", "any"],
    failure: -1,
  },
  {
    name: "kernel32.CreateThread",
    args: () => [null, 0, () => 0, null, 4, ref(0)],
    parameters: ["any", "any", "function", "any", "any", "ref?"],
    failure: 0,
  },
  {
    name: "kernel32.DuplicateHandle",
    args: ({ event }) => [-1, event, -1, ref(0), 0, false, 2],
    parameters: ["handle", "handle", "handle", "ref"],
    failure: false,
  },
  {
    name: "kernel32.CreateIoCompletionPort",
    needs: STREAM,
    args: ({ program }) => [program.stream(), 0, null, 0],
    parameters: ["handle"],
    failure: 0,
  },
  {
    name: "kernel32.GetQueuedCompletionStatus",
    args: ({ program }) => [newPort(program), ref(0), ref(null), ref(null), 0],
    parameters: ["handle", "ref", "ref", "ref", "any"],
    failure: false,
  },
  {
    name: "kernel32.GetQueuedCompletionStatusEx",
    args: ({ program }) => [newPort(program), [], 1, ref(0), 0, false],
    parameters: ["handle", "structure", "any", "ref", "any", "any"],
    failure: false,
  },
  {
    name: "kernel32.PostQueuedCompletionStatus",
    args: ({ program }) => [newPort(program), 0, null, null],
    parameters: ["handle"],
    failure: false,
  },
  {
    name: "kernel32.RegisterWaitForSingleObject",
    args: ({ event }) => [ref(0), event, () => 0, null, 0, 8],
    parameters: ["ref", "handle", "function", "any", "number", "any"],
    failure: false,
  },
  {
    name: "kernel32.WaitForMultipleObjects",
    args: ({ event }) => [1, [event], false, 0],
    parameters: ["number", "structure", "any", "number"],
    failure: WSA_WAIT_FAILED,
  },
  {
    name: "kernel32.WaitForMultipleObjectsEx",
    args: ({ event }) => [1, [event], false, 0, false],
    parameters: ["number", "structure", "any", "number", "any"],
    failure: WSA_WAIT_FAILED,
  },
  {
    name: "kernel32.WaitForSingleObject",
    args: ({ event }) => [event, 0],
    parameters: ["handle", "number"],
    failure: WSA_WAIT_FAILED,
  },
  {
    name: "kernel32.WaitForSingleObjectEx",
    args: ({ event }) => [event, 0, false],
    parameters: ["handle", "number", "any"],
    failure: WSA_WAIT_FAILED,
  },
  { name: "kernel32.SetEvent", args: ({ event }) => [event], parameters: ["handle"], failure: false },
  { name: "kernel32.ResetEvent", args: ({ event }) => [event], parameters: ["handle"], failure: false },
  {
    name: "kernel32.CreateEventW",
    args: () => [null, true, false, null],
    parameters: ["any", "any", "any", "text?"],
    failure: 0,
  },
  {
    name: "kernel32.QueueUserAPC",
    args: () => [() => 0, -2, null],
    parameters: ["function", "handle", "any"],
    failure: 0,
  },
  {
    name: "user32.GetMessageW",
    args: () => [newMSG(), null, 0, 0],
    parameters: ["structure"],
    failure: SOCKET_ERROR,
  },
  {
    name: "user32.PeekMessageW",
    args: () => [newMSG(), null, 0, 0, 1],
    parameters: ["structure"],
    failure: false,
  },
  {
    name: "user32.MsgWaitForMultipleObjects",
    args: ({ event }) => [1, [event], false, 0, 0],
    parameters: ["number", "structure", "any", "number", "any"],
    failure: WSA_WAIT_FAILED,
  },
  {
    name: "user32.MsgWaitForMultipleObjectsEx",
    args: ({ event }) => [1, [event], 0, 0, 0],
    parameters: ["number", "structure", "number", "any", "any"],
    failure: WSA_WAIT_FAILED,
  },
];
