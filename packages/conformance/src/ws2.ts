import type * as core from "@ws2kit/core";
import type { Machine } from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";

/** The functions that checks call: those that every target exports. */
type Call =
  | "WSAStartup"
  | "WSACleanup"
  | "WSAGetLastError"
  | "WSASetLastError"
  | "socket"
  | "WSASocketW"
  | "accept"
  | "closesocket"
  | "bind"
  | "connect"
  | "listen"
  | "shutdown"
  | "getsockname"
  | "getpeername"
  | "send"
  | "recv"
  | "sendto"
  | "recvfrom"
  | "getsockopt"
  | "setsockopt"
  | "ioctlsocket"
  | "select"
  | "WSAEnumProtocolsW"
  | "WSCEnumProtocols"
  | "WSCInstallProvider"
  | "WSCDeinstallProvider"
  | "htonl"
  | "htons"
  | "ntohl"
  | "ntohs";

/** A target's DLL in one process, as far as checks use it. */
export type Ws2 = { readonly [C in Call]: ReturnType<(typeof core)[C]> };

/** `openMachine` of a target. */
export type OpenMachine = (options: { readonly platform: Platform }) => Machine<Ws2>;
