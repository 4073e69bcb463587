import type * as core from "@ws2kit/core";

type Functions = typeof core;

/** The functions of Winsock that this package calls. */
type Name =
  | "WSAStartup"
  | "WSAGetLastError"
  | "socket"
  | "closesocket"
  | "bind"
  | "connect"
  | "listen"
  | "accept"
  | "shutdown"
  | "send"
  | "recv"
  | "sendto"
  | "recvfrom"
  | "WSASend"
  | "WSASendTo"
  | "WSAGetOverlappedResult"
  | "WSACreateEvent"
  | "WSACloseEvent"
  | "WSAResetEvent"
  | "WSAEventSelect"
  | "WSAEnumNetworkEvents"
  | "setsockopt"
  | "getsockname"
  | "getaddrinfo";

/** Winsock, as `machine.openProcess()` of any target returns it. */
export type Ws2 = { readonly [N in Name]: ReturnType<Functions[N]> } & {
  /** Looks up names, and need not block; absent on targets without it. */
  readonly GetAddrInfoExW?: ReturnType<typeof core.GetAddrInfoExW> | core.Absent<string>;
} & Pick<core.ProcessControl, "onSignal" | "after">;
