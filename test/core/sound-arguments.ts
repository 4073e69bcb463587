import {
  AF_INET,
  DWORD,
  FIONREAD,
  fd_set,
  newWSABUF,
  newWSADATA,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SO_KEEPALIVE,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  type WSAEVENT,
} from "@ws2kit/spi";
import { protocolOf, ScriptedProvider } from "../fixture/scripted-provider.js";

/** Sockets of a program that arguments may name. */
export interface Cast {
  readonly idle: SOCKET;
  readonly listener: SOCKET;
  readonly connected: SOCKET;
  readonly datagram: SOCKET;
  readonly event: WSAEVENT;
}

const loopback = () => sockaddr_in("127.0.0.1", 7);
const buffers = () => [newWSABUF(new Uint8Array(4))];
const provider = new ScriptedProvider({ protocols: [protocolOf({})] });
const infos = () => provider.protocols;

/**
 * For each function, arguments that are sound but for one: no call blocks or changes anything when one of them is
 * replaced by garbage that is refused.
 */
export const SOUND_ARGUMENTS: Readonly<Record<string, (cast: Cast) => unknown[]>> = {
  WSAStartup: () => [0x202, newWSADATA()],
  WSASetLastError: () => [0],
  socket: () => [AF_INET, SOCK_STREAM, 6],
  WSASocketW: () => [AF_INET, SOCK_STREAM, 6, null, 0, 1],
  accept: ({ listener }) => [listener, new Uint8Array(16), ref(16)],
  WSAAccept: ({ listener }) => [listener, new Uint8Array(16), ref(16), null, 0],
  WSADuplicateSocketW: ({ connected }) => [connected, 4, {}],
  closesocket: () => [0],
  bind: ({ idle }) => [idle, sockaddr_in("192.0.2.1", 7), 16],
  connect: ({ connected }) => [connected, loopback(), 16],
  WSAConnect: ({ connected }) => [connected, loopback(), 16, null, null, null, null],
  listen: ({ idle }) => [idle, 1],
  shutdown: ({ idle }) => [idle, 0],
  WSASendDisconnect: ({ idle }) => [idle, null],
  WSARecvDisconnect: ({ idle }) => [idle, null],
  getsockname: ({ connected }) => [connected, new Uint8Array(16), ref(16)],
  getpeername: ({ connected }) => [connected, new Uint8Array(16), ref(16)],
  send: ({ idle }) => [idle, new Uint8Array(4), 4, 0],
  recv: ({ connected }) => [connected, new Uint8Array(4), 4, 0],
  sendto: ({ idle }) => [idle, new Uint8Array(4), 4, 0, loopback(), 16],
  recvfrom: ({ datagram }) => [datagram, new Uint8Array(4), 4, 0, new Uint8Array(16), ref(16)],
  WSASend: ({ idle }) => [idle, buffers(), 1, ref(0), 0, null, null],
  WSARecv: ({ connected }) => [connected, buffers(), 1, ref(0), ref(0), null, null],
  WSASendTo: ({ idle }) => [idle, buffers(), 1, ref(0), 0, loopback(), 16, null, null],
  WSARecvFrom: ({ datagram }) => [datagram, buffers(), 1, ref(0), ref(0), new Uint8Array(16), ref(16), null, null],
  getsockopt: ({ connected }) => [connected, SOL_SOCKET, SO_KEEPALIVE, DWORD(0), ref(4)],
  setsockopt: ({ idle }) => [idle, SOL_SOCKET, SO_KEEPALIVE, DWORD(0), 4],
  ioctlsocket: ({ connected }) => [connected, FIONREAD, ref(0)],
  WSAIoctl: ({ connected }) => [connected, FIONREAD, null, 0, DWORD(0), 4, ref(0), null, null],
  WSAGetQOSByName: ({ connected }) => [connected, newWSABUF(new Uint8Array(2)), {}],
  select: ({ connected }) => [0, null, fd_set(connected), null, { tv_sec: 0, tv_usec: 0 }],
  WSAPoll: ({ connected }) => [[{ fd: connected, events: 0x10, revents: 0 }], 1, 0],
  WSAAddressToStringW: () => [loopback(), 16, null, ref(""), ref(0)],
  WSAStringToAddressW: () => ["127.0.0.1", AF_INET, null, new Uint8Array(16), ref(0)],
  inet_addr: () => ["127.0.0.1"],
  inet_ntoa: () => [0],
  InetPtonW: () => [AF_INET, "127.0.0.1", new Uint8Array(4)],
  InetNtopW: () => [AF_INET, new Uint8Array(4), ref(""), 0],
  getaddrinfo: () => ["127.0.0.1", "80", null, ref(null)],
  freeaddrinfo: () => [null],
  getnameinfo: () => [loopback(), 16, ref(""), 0, ref(""), 0, 0],
  gethostbyname: () => ["127.0.0.1"],
  WSAEnumProtocolsW: () => [null, [], ref(0)],
  WSCEnumProtocols: () => [null, [], ref(0), ref(0)],
  WSCGetProviderPath: () => [provider.ProviderId, ref(""), ref(0), ref(0)],
  WSCInstallProvider: () => ["no GUID", "x.dll", infos(), 1, ref(0)],
  WSCDeinstallProvider: () => [provider.ProviderId, ref(0)],
  WSCUpdateProvider: () => [provider.ProviderId, "x.dll", infos(), 1, ref(0)],
  WSCWriteProviderOrder: () => [[1], 1],
  WSCInstallProviderAndChains: () => ["no GUID", "x.dll", "name", 0, null, 0, ref(0), ref(0)],
  WSAProviderConfigChange: () => [{ value: 4 }, null, null],
  htonl: () => [1],
  htons: () => [1],
  ntohl: () => [1],
  ntohs: () => [1],
  WSAJoinLeaf: ({ idle }) => [idle, loopback(), 16, null, null, null, null, 0],
  WSACreateEvent: () => [],
  WSACloseEvent: () => [0],
  WSASetEvent: () => [0],
  WSAResetEvent: () => [0],
  WSAWaitForMultipleEvents: ({ event }) => [1, [event], false, 0, false],
  WSAEventSelect: ({ listener }) => [listener, null, 0],
  WSAEnumNetworkEvents: ({ listener }) => [listener, null, newWSANETWORKEVENTS()],
  WSAGetOverlappedResult: ({ idle }) => [idle, newWSAOVERLAPPED(), ref(0), false, ref(0)],
  "mswsock.AcceptEx": ({ listener, idle }) => [listener, idle, new Uint8Array(64), 0, 32, 32, ref(0), null],
  "mswsock.GetAcceptExSockaddrs": ({ listener }) => {
    return [listener, new Uint8Array(64), 0, 32, 32, ref(null), ref(0), ref(null), ref(0)];
  },
  "mswsock.ConnectEx": ({ connected }) => [connected, loopback(), 16, null, 0, ref(0), null],
  "mswsock.DisconnectEx": ({ idle }) => [idle, null, 0, 0],
  "kernel32.CancelIo": () => [0],
  "kernel32.CancelIoEx": () => [0, null],
  "kernel32.CloseHandle": () => [0],
  "kernel32.CreateIoCompletionPort": () => [0, 0, null, 0],
  "kernel32.GetFileType": () => [0],
  "kernel32.SetFileCompletionNotificationModes": () => [0, 1],
  "kernel32.GetOverlappedResult": () => [0, newWSAOVERLAPPED(), ref(0), false],
  "kernel32.GetQueuedCompletionStatus": () => [0, ref(0), ref(null), ref(null), 0],
  "kernel32.GetQueuedCompletionStatusEx": () => [0, [], 1, ref(0), 0, false],
  "kernel32.HasOverlappedIoCompleted": () => [newWSAOVERLAPPED()],
  "kernel32.PostQueuedCompletionStatus": () => [0, 0, null, null],
  "kernel32.ReadFile": ({ connected }) => [connected, new Uint8Array(4), 4, ref(0), null],
  "kernel32.Sleep": () => [0],
  "kernel32.SleepEx": () => [0, false],
  "kernel32.WriteFile": ({ idle }) => [idle, new Uint8Array(4), 4, ref(0), null],
  WSASetBlockingHook: () => [null],
  WSAGetLastError: () => [],
  WSAIsBlocking: () => [],
  WSAUnhookBlockingHook: () => [],
  WSACancelBlockingCall: () => [],
};
