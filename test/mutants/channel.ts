import { isRef, SLOTS, UPCALLS, WSA_WAIT_FAILED } from "@ws2kit/spi";

/**
 * How a function reports failure, and where its code is: in the last argument, in the thread, or in its result.
 */
export interface Channel {
  readonly failure: unknown;
  readonly success: unknown;
  readonly code: "errno" | "last error" | "result";
}

/** Functions that return BOOL. */
const BOOLS = [
  ["WSPGetOverlappedResult", "WSPGetQOSByName", "WPUCloseEvent", "WPUResetEvent", "WPUSetEvent"],
  ["WSACloseEvent", "WSASetEvent", "WSAResetEvent", "WSAGetOverlappedResult", "WSAGetQOSByName", "WSAIsBlocking"],
  [
    "AcceptEx",
    "ConnectEx",
    "DisconnectEx",
    "TransmitFile",
    "TransmitPackets",
    "WSAConnectByNameW",
    "WSAConnectByList",
    "CancelIo",
    "CancelIoEx",
    "CloseHandle",
    "SetFilePointerEx",
    "GetOverlappedResult",
  ],
  ["GetQueuedCompletionStatus", "GetQueuedCompletionStatusEx", "PostQueuedCompletionStatus", "ReadFile", "WriteFile"],
  ["RegisterWaitForSingleObject", "UnregisterWait", "UnregisterWaitEx"],
  ["HasOverlappedIoCompleted", "SetFileCompletionNotificationModes"],
].flat();
const POINTERS = ["gethostbyname", "InetNtopW", "inet_ntop", "inet_ntoa", "WSASetBlockingHook"];
const HANDLES = [
  ...["WSACreateEvent", "CreateIoCompletionPort", "WPUCreateEvent"],
  ...["HostByName", "HostByAddr", "ServByName", "ServByPort", "ProtoByName", "ProtoByNumber"].map(
    (what) => `WSAAsyncGet${what}`,
  ),
];
const CODES = [
  "WSAStartup",
  "getaddrinfo",
  "getnameinfo",
  "WSCWriteProviderOrder",
  "WSCWriteNameSpaceOrder",
  "GetAddrInfoExW",
  "GetAddrInfoExCancel",
];

const THROUGH_ERRNO: readonly string[] = [...SLOTS, ...UPCALLS];

/** SOCKET_ERROR and the code, unless the function is one of the few that have another way. */
export function channelOf(name: string): Channel {
  const code =
    THROUGH_ERRNO.includes(name) || (name.startsWith("WSC") && !CODES.includes(name)) ? "errno" : "last error";
  if (BOOLS.includes(name)) return { failure: false, success: true, code };
  if (POINTERS.includes(name)) return { failure: null, success: null, code };
  if (HANDLES.includes(name)) return { failure: 0, success: 0x4444, code };
  if (CODES.includes(name)) return { failure: null, success: 0, code: "result" };
  if (name === "WSAWaitForMultipleEvents") return { failure: WSA_WAIT_FAILED, success: 0, code };
  return { failure: -1, success: 0, code };
}

/** Whether a function has just failed. */
export function hasFailed({ failure, code }: Channel, result: unknown): boolean {
  return code === "result" ? result !== 0 : result === failure;
}

/** Has a function fail with `code`: writes it where it belongs, and gives the function's result. */
export function failWith(
  channel: Channel,
  code: number,
  args: readonly unknown[],
  setLastError: (code: number) => void,
) {
  if (channel.code === "result") return code;
  const last = args[args.length - 1];
  if (channel.code === "last error") setLastError(code);
  else if (isRef(last)) last.value = code;
  return channel.failure;
}
