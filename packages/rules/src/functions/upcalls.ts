import type { FunctionRow } from "./row.js";

const source = "reference §2.1";
const kind = "upcall";
/** What an upcall that Windows CE does not have answers there. Source: reference §2.2, design rulings. */
const on = { ce: "WSAEOPNOTSUPP" };

/** The 15 upcalls in their order in memory, and the one that providers link to. */
export const UPCALL_ROWS: readonly FunctionRow[] = [
  { name: "WPUCloseEvent", kind, codes: "WSA_INVALID_HANDLE", source },
  { name: "WPUCloseSocketHandle", kind, codes: "WSAENOTSOCK", source },
  { name: "WPUCreateEvent", kind, codes: "WSA_NOT_ENOUGH_MEMORY", source },
  { name: "WPUCreateSocketHandle", kind, codes: "WSAENOBUFS", source: "WPUCreateSocketHandle (desktop) errors" },
  { name: "WPUFDIsSet", kind, codes: "", source },
  { name: "WPUGetProviderPath", kind, codes: "WSAEFAULT WSAEINVAL", source },
  { name: "WPUModifyIFSHandle", kind, codes: "WSAEINVAL", on, source },
  { name: "WPUPostMessage", kind, codes: "", on, source },
  { name: "WPUQueryBlockingCallback", kind, codes: "WSAEFAULT WSAEINVAL", on, source },
  { name: "WPUQuerySocketHandleContext", kind, codes: "WSAENOTSOCK WSAEFAULT", source: "reference §2.1; design c" },
  { name: "WPUQueueApc", kind, codes: "WSAEFAULT", on, source },
  { name: "WPUResetEvent", kind, codes: "WSA_INVALID_HANDLE", source },
  { name: "WPUSetEvent", kind, codes: "WSA_INVALID_HANDLE", source },
  { name: "WPUOpenCurrentThread", kind, codes: "WSANOTINITIALISED WSAEFAULT", on, source: "reference §2.1; design c" },
  { name: "WPUCloseThread", kind, codes: "WSANOTINITIALISED WSAEFAULT", on, source: "reference §2.1; design c" },
  { name: "WPUCompleteOverlappedRequest", kind, codes: "WSAEINVAL", on: { ce: `WSAEINVAL ${on.ce}` }, source },
];
