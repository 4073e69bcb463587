import * as sets from "./code-sets.js";
import type { FunctionRow } from "./row.js";

/** Rows of functions that targets of Windows CE do not offer. */
function rows(source: string, codes: Readonly<Record<string, string>>): FunctionRow[] {
  return Object.entries(codes).map(([name, list]) => ({
    name,
    kind: "system",
    codes: [...new Set(list.split(" "))].join(" "),
    on: { ce: null },
    unstarted: true,
    source,
  }));
}

const WAIT = "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER WSAENETDOWN WSAEINPROGRESS WSAEINTR";
/** How an overlapped operation ends, in the words of kernel32. */
const OUTCOME =
  "WSA_OPERATION_ABORTED ERROR_ACCESS_DENIED ERROR_NOT_READY ERROR_NOT_SUPPORTED ERROR_DUP_NAME ERROR_UNEXP_NET_ERR " +
  "ERROR_NETNAME_DELETED ERROR_SEM_TIMEOUT ERROR_INSUFFICIENT_BUFFER ERROR_PIPE_NOT_CONNECTED ERROR_MORE_DATA " +
  "ERROR_INVALID_NETNAME ERROR_CONNECTION_REFUSED ERROR_GRACEFUL_DISCONNECT ERROR_CONNECTION_ACTIVE " +
  "ERROR_NETWORK_UNREACHABLE ERROR_HOST_UNREACHABLE ERROR_REQUEST_ABORTED ERROR_CONNECTION_ABORTED " +
  "ERROR_NO_SYSTEM_RESOURCES WSA_INVALID_HANDLE WSA_INVALID_PARAMETER";

/** The functions of kernel32: files, completion ports, threads, events and waits. */
export const KERNEL_ROWS: readonly FunctionRow[] = rows("page remarks; design rulings", {
  CancelIo: "WSA_INVALID_HANDLE",
  CancelIoEx: "WSA_INVALID_HANDLE ERROR_NOT_FOUND",
  CloseHandle: `WSA_INVALID_HANDLE WSANOTINITIALISED WSASYSCALLFAILURE ${sets.CLOSE}`,
  CreateEventW: "WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
  CreateFileW:
    "ERROR_FILE_NOT_FOUND ERROR_PATH_NOT_FOUND ERROR_WRITE_PROTECT ERROR_READ_FAULT WSA_INVALID_PARAMETER " +
    "WSA_NOT_ENOUGH_MEMORY",
  CreateIoCompletionPort: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
  CreateThread: "WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
  DuplicateHandle: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
  GetCurrentProcess: "",
  GetCurrentThread: "",
  GetCurrentThreadId: "",
  GetExitCodeThread: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER",
  GetFileSizeEx: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER",
  GetFileType: "WSA_INVALID_HANDLE",
  GetLastError: "",
  GetOverlappedResult: `WSAENOTSOCK WSA_IO_INCOMPLETE WSA_INVALID_PARAMETER ${OUTCOME}`,
  GetQueuedCompletionStatus: `${WAIT} WAIT_TIMEOUT ERROR_ABANDONED_WAIT_0 ${OUTCOME}`,
  GetQueuedCompletionStatusEx: `${WAIT} WAIT_IO_COMPLETION WAIT_TIMEOUT ERROR_ABANDONED_WAIT_0`,
  GetThreadId: "WSA_INVALID_HANDLE",
  HasOverlappedIoCompleted: "WSA_INVALID_PARAMETER",
  PostQueuedCompletionStatus: "WSA_INVALID_HANDLE WSA_NOT_ENOUGH_MEMORY",
  QueueUserAPC: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY ERROR_GEN_FAILURE",
  ReadFile:
    `WSA_INVALID_HANDLE WSA_INVALID_PARAMETER ERROR_INVALID_FUNCTION ERROR_HANDLE_EOF WSA_IO_PENDING ` +
    `WSANOTINITIALISED WSASYSCALLFAILURE ${sets.RECV}`,
  RegisterWaitForSingleObject: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
  ResetEvent: "WSA_INVALID_HANDLE",
  ResumeThread: "WSA_INVALID_HANDLE",
  SetEvent: "WSA_INVALID_HANDLE",
  SetFileCompletionNotificationModes: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER",
  SetFilePointerEx: "WSA_INVALID_HANDLE WSA_INVALID_PARAMETER ERROR_NEGATIVE_SEEK",
  SetLastError: "",
  Sleep: "",
  SleepEx: "",
  UnregisterWait: "WSA_INVALID_HANDLE WSA_IO_PENDING",
  UnregisterWaitEx: "WSA_INVALID_HANDLE WSA_IO_PENDING WSAENETDOWN",
  WaitForMultipleObjects: WAIT,
  WaitForMultipleObjectsEx: WAIT,
  WaitForSingleObject: WAIT,
  WaitForSingleObjectEx: WAIT,
  WriteFile: `WSA_INVALID_HANDLE ERROR_INVALID_FUNCTION WSA_IO_PENDING WSANOTINITIALISED WSASYSCALLFAILURE ${sets.SEND}`,
});

/** The functions of user32: windows and messages. */
export const USER_ROWS: readonly FunctionRow[] = rows("page remarks; design rulings", {
  RegisterClassW: "WSA_INVALID_PARAMETER ERROR_CLASS_ALREADY_EXISTS",
  CreateWindowExW: "ERROR_CANNOT_FIND_WND_CLASS WSA_NOT_ENOUGH_MEMORY",
  DestroyWindow: "ERROR_INVALID_WINDOW_HANDLE",
  IsWindow: "",
  DefWindowProcW: "",
  PostMessageW: "ERROR_INVALID_WINDOW_HANDLE ERROR_NOT_ENOUGH_QUOTA",
  PostQuitMessage: "",
  GetMessageW: "WSA_INVALID_PARAMETER ERROR_INVALID_WINDOW_HANDLE WSAENETDOWN WSAEINPROGRESS WSAEINTR",
  PeekMessageW: "WSA_INVALID_PARAMETER ERROR_INVALID_WINDOW_HANDLE",
  DispatchMessageW: "",
  TranslateMessage: "",
  MsgWaitForMultipleObjects: WAIT,
  MsgWaitForMultipleObjectsEx: WAIT,
});
