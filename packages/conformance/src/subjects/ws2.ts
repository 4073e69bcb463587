import type * as core from "@ws2kit/core";
import type { PublicMachine } from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";

/** The functions that checks call and every target exports. */
type Call =
  | "WSAStartup"
  | "WSACleanup"
  | "WSAGetLastError"
  | "WSASetLastError"
  | "socket"
  | "WSASocketW"
  | "accept"
  | "WSAAccept"
  | "WSAJoinLeaf"
  | "WSADuplicateSocketW"
  | "closesocket"
  | "bind"
  | "connect"
  | "WSAConnect"
  | "listen"
  | "shutdown"
  | "getsockname"
  | "getpeername"
  | "send"
  | "recv"
  | "sendto"
  | "recvfrom"
  | "WSASend"
  | "WSARecv"
  | "WSASendTo"
  | "WSARecvFrom"
  | "WSACreateEvent"
  | "WSACloseEvent"
  | "WSASetEvent"
  | "WSAResetEvent"
  | "WSAWaitForMultipleEvents"
  | "WSAEventSelect"
  | "WSAEnumNetworkEvents"
  | "WSAGetOverlappedResult"
  | "getsockopt"
  | "setsockopt"
  | "ioctlsocket"
  | "WSAIoctl"
  | "select"
  | "WSAAddressToStringW"
  | "WSAStringToAddressW"
  | "getaddrinfo"
  | "getnameinfo"
  | "gethostname"
  | "gethostbyname"
  | "gethostbyaddr"
  | "getservbyname"
  | "getservbyport"
  | "getprotobyname"
  | "getprotobynumber"
  | "WSAHtonl"
  | "WSAHtons"
  | "WSANtohl"
  | "WSANtohs"
  | "__WSAFDIsSet"
  | "WSAEnumProtocolsW"
  | "WSCEnumProtocols"
  | "WSCGetProviderPath"
  | "WSCInstallProvider"
  | "WSCDeinstallProvider"
  | "inet_addr"
  | "inet_ntoa"
  | "htonl"
  | "htons"
  | "ntohl"
  | "ntohs";

/** The functions that checks call and the desktop alone exports. */
type DesktopCall =
  | "WSAPoll"
  | "WSASendMsg"
  | "GetAddrInfoW"
  | "GetNameInfoW"
  | "WSCUpdateProvider"
  | "WSCWriteProviderOrder"
  | "WSCInstallProviderAndChains"
  | "WSAIsBlocking"
  | "WSASetBlockingHook"
  | "WSAUnhookBlockingHook"
  | "WSACancelBlockingCall"
  | "kernel32"
  | "mswsock"
  | "user32"
  | "WSAAsyncSelect";

/** A target's DLL in one process, as far as checks use it. */
export type Ws2 = { readonly [C in Call]: ReturnType<(typeof core)[C]> };

/** As `Ws2`, with what only the desktop has: its further functions and its other DLLs. */
export type DesktopWs2 = Ws2 & { readonly [C in DesktopCall]: ReturnType<(typeof core)[C]> };

/** `openMachine` of a target. */
export type OpenMachine = (options: { readonly platform: Platform }) => PublicMachine<Ws2>;
