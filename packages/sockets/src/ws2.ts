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

/** The functions that it calls where the target has them: the look-up of names that need not block. */
type OptionalName = "GetAddrInfoExW" | "GetAddrInfoExCancel";

/** Winsock, as `machine.openProcess()` of any target returns it. */
export type Ws2 = { readonly [N in Name]: ReturnType<Functions[N]> } & {
  readonly [N in OptionalName]?: ReturnType<Functions[N]> | core.Absent<string>;
} & Pick<core.ProcessControl, "onSignal" | "after">;
