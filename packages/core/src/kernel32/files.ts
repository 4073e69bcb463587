import {
  type FileObject,
  type HANDLE,
  type Pointer,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_IO_INCOMPLETE,
  WSA_OPERATION_ABORTED,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  WSASYSCALLFAILURE,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { isNumber, isStructure } from "../calls/given.js";
import { cancelOperations, NO_FILE } from "../kernel/cancellation.js";
import { WINDOW_OBJECT } from "../kernel/handle-table.js";
import { NotificationObject } from "../kernel/notification-object.js";
import { win32Error } from "../kernel/nt-status.js";
import { FileHandle, fileOf, isSocketObject, type SocketObject } from "../kernel/socket-object.js";
import { waitFor } from "../kernel/wait.js";
import type { Process } from "../process.js";
import { type Api, callSlot } from "../ws2/call.js";
import { socketCompletion } from "./socket-completion.js";

/** CancelIoEx's code when there is nothing to cancel. */
const ERROR_NOT_FOUND = 1168;
/** The code of a file that cannot be read or written. */
const ERROR_INVALID_FUNCTION = 1;
const FILE_TYPE_UNKNOWN = 0;
const FILE_TYPE_DISK = 1;
const FILE_TYPE_PIPE = 3;

/** The signature of ReadFile and WriteFile. */
type Transfer = (
  hFile: number,
  lpBuffer: Pointer,
  nNumberOfBytes: number,
  lpNumberOfBytes: Ref<number> | null,
  lpOverlapped: WSAOVERLAPPED | null,
) => boolean;

/**
 * Reads from a file or a socket. A socket ignores the offset. For an IFS socket it calls the driver directly; for a
 * socket of WPUCreateSocketHandle it calls the provider's WSPRecv.
 *
 * Codes: WSA_IO_PENDING, WSA_INVALID_HANDLE, or the provider's code. At the end of a file: ERROR_HANDLE_EOF (38) with
 * `lpOverlapped`, else success with 0 bytes. Source: WPUCreateSocketHandle (desktop); page remarks.
 *
 * @param hFile the socket or file
 * @param lpBuffer the bytes
 * @param nNumberOfBytes how many bytes
 * @param lpNumberOfBytes receives the number of bytes, if the operation has ended when the call returns; may be null
 * with `lpOverlapped`
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @returns `true`, or `false`
 */
export const ReadFile: Api<Transfer> =
  (process) => (hFile, lpBuffer, nNumberOfBytes, lpNumberOfBytes, lpOverlapped) => {
    const buffer = { buf: lpBuffer, len: nNumberOfBytes, off: 0 };
    return transfer(process, hFile, lpNumberOfBytes, lpOverlapped, {
      name: "ReadFile",
      straight: (file) =>
        file.read?.({ handle: hFile as HANDLE, buffer, lpNumberOfBytes, lpOverlapped }) ?? ERROR_INVALID_FUNCTION,
      redirected: (socket, bytes) =>
        callSlot(process, "ReadFile", socket.provider, "WSPRecv", (lpErrno) =>
          socket.provider.slots.WSPRecv(
            hFile as SOCKET,
            [buffer],
            1,
            bytes,
            ref(0),
            lpOverlapped,
            null,
            process.thread.identity,
            lpErrno,
          ),
        ),
    });
  };

/**
 * Writes to a socket as to a file. For an IFS socket it calls the driver directly; for a socket of
 * WPUCreateSocketHandle it calls the provider's WSPSend.
 *
 * Codes: those of ReadFile. Source: WPUCreateSocketHandle (desktop).
 *
 * @param hFile the socket
 * @param lpBuffer the bytes
 * @param nNumberOfBytes how many bytes
 * @param lpNumberOfBytes receives the number of bytes, if the operation has ended when the call returns; may be null
 * with `lpOverlapped`
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @returns `true`, or `false`
 */
export const WriteFile: Api<Transfer> =
  (process) => (hFile, lpBuffer, nNumberOfBytes, lpNumberOfBytes, lpOverlapped) => {
    const buffer = { buf: lpBuffer, len: nNumberOfBytes, off: 0 };
    return transfer(process, hFile, lpNumberOfBytes, lpOverlapped, {
      name: "WriteFile",
      straight: (file) =>
        file.write?.({ handle: hFile as HANDLE, buffer, lpNumberOfBytes, lpOverlapped }) ?? ERROR_INVALID_FUNCTION,
      redirected: (socket, bytes) =>
        callSlot(process, "WriteFile", socket.provider, "WSPSend", (lpErrno) =>
          socket.provider.slots.WSPSend(
            hFile as SOCKET,
            [buffer],
            1,
            bytes,
            0,
            lpOverlapped,
            null,
            process.thread.identity,
            lpErrno,
          ),
        ),
    });
  };

/** The two ways in which a file call can be served. */
interface Ways {
  readonly name: string;
  straight(file: FileObject): number;
  redirected(socket: SocketObject, bytes: Ref<number> | null): number;
}

function transfer(
  process: Process,
  hFile: number,
  lpNumberOfBytes: Ref<number> | null,
  lpOverlapped: WSAOVERLAPPED | null,
  ways: Ways,
): boolean {
  const object = process.handles.find(hFile);
  const file = fileOf(object);
  if (file !== null) {
    const code = ask(file, ways.name, () => ways.straight(file.file), WSASYSCALLFAILURE);
    return code === 0 || process.deny(code);
  }
  if (!isSocketObject(object)) return process.deny(WSA_INVALID_HANDLE);
  process.machine.counters.fileCrossings += 4;
  const bytes = lpNumberOfBytes ?? (lpOverlapped === null ? ref(0) : null);
  return ways.redirected(object, bytes) !== SOCKET_ERROR;
}

/**
 * Closes a handle of any kind. A socket is closed as by closesocket, and its window receives FD_CLOSE.
 *
 * @param hObject the handle
 * @returns `true`, or `false` with WSA_INVALID_HANDLE
 */
export const CloseHandle: Api<(hObject: number) => boolean> = (process) => (hObject) => {
  const object = process.handles.find(hObject);
  // only DestroyWindow ends a window
  if (object === null || object.kind === WINDOW_OBJECT) return process.deny(WSA_INVALID_HANDLE);
  const file = fileOf(object);
  if (isSocketObject(object)) {
    const result = callSlot(process, "CloseHandle", object.provider, "WSPCloseSocket", (lpErrno) =>
      object.provider.slots.WSPCloseSocket(hObject as SOCKET, lpErrno),
    );
    if (file !== null) ask(file, "CloseHandle", () => file.file.handleClosed?.(), undefined);
    return result === 0;
  }
  process.handles.remove(hObject);
  process.machine.counters.handles--;
  if (file !== null) ask(file, "CloseHandle", () => file.file.close(), undefined);
  if (object instanceof NotificationObject) object.end(WSA_OPERATION_ABORTED);
  return true;
};

/**
 * Returns the type of a handle.
 *
 * @param hFile the handle
 * @returns FILE_TYPE_PIPE for a socket, FILE_TYPE_DISK for a file; FILE_TYPE_UNKNOWN with WSA_INVALID_HANDLE otherwise
 */
export const GetFileType: Api<(hFile: number) => number> = (process) => (hFile) => {
  const object = process.handles.find(hFile);
  if (isSocketObject(object)) return FILE_TYPE_PIPE;
  if (object instanceof FileHandle) return FILE_TYPE_DISK;
  process.fail(WSA_INVALID_HANDLE);
  return FILE_TYPE_UNKNOWN;
};

/**
 * Cancels one overlapped operation of a handle, or all of them. They complete with WSA_OPERATION_ABORTED.
 *
 * Codes: WSA_INVALID_HANDLE (neither file nor socket), ERROR_NOT_FOUND (1168: no such operation is under way). Source:
 * WPUCreateSocketHandle (desktop).
 *
 * @param hFile the socket
 * @param lpOverlapped the operation's structure; null for all operations of the handle
 * @returns `true`, or `false`
 */
export const CancelIoEx: Api<(hFile: number, lpOverlapped: WSAOVERLAPPED | null) => boolean> =
  (process) => (hFile, lpOverlapped) => {
    const count = cancelOperations(process, hFile, lpOverlapped ?? null);
    if (count > 0) return true;
    return process.deny(count === NO_FILE ? WSA_INVALID_HANDLE : ERROR_NOT_FOUND);
  };

/**
 * Cancels all overlapped operations of a handle. Succeeds without operations, too.
 *
 * @param hFile the socket
 * @returns `true`, or `false` with WSA_INVALID_HANDLE
 */
export const CancelIo: Api<(hFile: number) => boolean> = (process) => (hFile) =>
  cancelOperations(process, hFile, null) !== NO_FILE || process.deny(WSA_INVALID_HANDLE);

/** Calls a file's driver. Returns its result, or `failure` if it throws. */
function ask<T>({ owner }: FileHandle, what: string, call: () => T, failure: T): T {
  try {
    return call();
  } catch (error) {
    owner.failed(error, what);
    return failure;
  }
}

/**
 * Reports the outcome of an overlapped operation, with a Win32 code for failure.
 *
 * Codes: WSA_IO_INCOMPLETE, or the operation's code (64 for a connection that was reset). Source: reference §8; oracle
 * WSARecv-09.
 *
 * @param hFile the socket
 * @param lpOverlapped the structure that the operation was started with
 * @param lpNumberOfBytesTransferred receives the number of bytes
 * @param bWait whether to wait until the operation has ended and its event is signalled
 * @returns `true` if the operation succeeded, `false` otherwise
 */
export const GetOverlappedResult: Api<
  (hFile: number, lpOverlapped: WSAOVERLAPPED, lpNumberOfBytesTransferred: Ref<number>, bWait: boolean) => boolean
> = (process) => (hFile, lpOverlapped, lpNumberOfBytesTransferred, bWait) => {
  const object = process.handles.find(hFile);
  const isOverlapped = isSocketObject(object) || object instanceof NotificationObject || object instanceof FileHandle;
  if (!isOverlapped) return process.deny(WSAENOTSOCK);
  if (!isStructure(lpOverlapped) || !isNumber(lpOverlapped.Internal)) return process.deny(WSA_INVALID_PARAMETER);
  const isDone = () => lpOverlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
  if (bWait && !isDone()) waitFor(process, { ready: isDone }, -1, null, "GetOverlappedResult");
  if (!isDone()) return process.deny(WSA_IO_INCOMPLETE);
  lpNumberOfBytesTransferred.value = lpOverlapped.InternalHigh;
  const code = win32Error(lpOverlapped.Internal);
  return code === 0 || process.deny(code);
};

/**
 * FILE_SKIP_COMPLETION_PORT_ON_SUCCESS, and FILE_SKIP_SET_EVENT_ON_HANDLE, which has no effect: handles have no events.
 */
const SKIP_PORT = 0x1;
const NOTIFICATION_MODES = 0x3;

/**
 * Sets how a socket reports completions. A mode cannot be removed.
 *
 * Codes: WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER. Source: oracle asynchronous.
 *
 * @param FileHandle the socket
 * @param Flags FILE_SKIP_COMPLETION_PORT_ON_SUCCESS (1): an operation that succeeds within its call sends no packet
 * @returns `true`, or `false`
 */
export const SetFileCompletionNotificationModes: Api<(FileHandle: number, Flags: number) => boolean> =
  (process) => (FileHandle, Flags) => {
    const socket = process.handles.find(FileHandle);
    if (!isSocketObject(socket)) return process.deny(WSA_INVALID_HANDLE);
    if (!isNumber(Flags) || (Flags & ~NOTIFICATION_MODES) !== 0) return process.deny(WSA_INVALID_PARAMETER);
    if ((Flags & SKIP_PORT) !== 0) socketCompletion(process, FileHandle as SOCKET, socket).skipsPort = true;
    return true;
  };

/**
 * Returns whether an overlapped operation has ended.
 *
 * @param lpOverlapped the structure that the operation was started with
 * @returns `true` or `false`
 */
export const HasOverlappedIoCompleted: Api<(lpOverlapped: WSAOVERLAPPED) => boolean> = () => (lpOverlapped) =>
  lpOverlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
