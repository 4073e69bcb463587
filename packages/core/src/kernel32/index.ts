import { WSA_INVALID_PARAMETER } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import type { Process } from "../process.js";
import {
  CreateIoCompletionPort,
  GetQueuedCompletionStatus,
  GetQueuedCompletionStatusEx,
  PostQueuedCompletionStatus,
} from "./completion-ports.js";
import { DuplicateHandle, GetCurrentProcess } from "./duplicate-handle.js";
import {
  CancelIo,
  CancelIoEx,
  CloseHandle,
  GetFileType,
  GetOverlappedResult,
  HasOverlappedIoCompleted,
  ReadFile,
  SetFileCompletionNotificationModes,
  WriteFile,
} from "./files.js";
import { CreateEventW, ResetEvent, SetEvent } from "./kernel-events.js";
import { RegisterWaitForSingleObject, UnregisterWait, UnregisterWaitEx } from "./registered-waits.js";
import { Sleep, SleepEx } from "./sleep.js";
import { CreateFileW, GetFileSizeEx, SetFilePointerEx } from "./stored-files.js";
import {
  CreateThread,
  GetCurrentThread,
  GetCurrentThreadId,
  GetExitCodeThread,
  GetLastError,
  GetThreadId,
  QueueUserAPC,
  ResumeThread,
  SetLastError,
} from "./threads.js";
import {
  WaitForMultipleObjects,
  WaitForMultipleObjectsEx,
  WaitForSingleObject,
  WaitForSingleObjectEx,
} from "./waits.js";

export type { OVERLAPPED_ENTRY } from "./completion-ports.js";

/** Wraps a call so that it fails with WSA_INVALID_PARAMETER if a caller's structure cannot be read or written. */
function readable<Args extends unknown[]>(process: Process, call: (...args: Args) => boolean) {
  return (...args: Args): boolean =>
    unlessFault<boolean | null>(() => call(...args), null) ?? process.deny(WSA_INVALID_PARAMETER);
}

/** The functions of `kernel32.dll` for sockets: files, completion ports, threads, events and waits. */
export const kernel32 = (process: Process) => ({
  CancelIo: CancelIo(process),
  CancelIoEx: CancelIoEx(process),
  CloseHandle: CloseHandle(process),
  CreateEventW: CreateEventW(process),
  CreateFileW: CreateFileW(process),
  CreateIoCompletionPort: CreateIoCompletionPort(process),
  CreateThread: CreateThread(process),
  DuplicateHandle: readable(process, DuplicateHandle(process)),
  GetCurrentProcess: GetCurrentProcess(process),
  GetCurrentThread: GetCurrentThread(process),
  GetCurrentThreadId: GetCurrentThreadId(process),
  GetExitCodeThread: readable(process, GetExitCodeThread(process)),
  GetFileSizeEx: GetFileSizeEx(process),
  GetFileType: GetFileType(process),
  GetLastError: GetLastError(process),
  GetOverlappedResult: readable(process, GetOverlappedResult(process)),
  GetQueuedCompletionStatus: readable(process, GetQueuedCompletionStatus(process)),
  GetQueuedCompletionStatusEx: readable(process, GetQueuedCompletionStatusEx(process)),
  GetThreadId: GetThreadId(process),
  HasOverlappedIoCompleted: readable(process, HasOverlappedIoCompleted(process)),
  PostQueuedCompletionStatus: PostQueuedCompletionStatus(process),
  QueueUserAPC: QueueUserAPC(process),
  ReadFile: ReadFile(process),
  RegisterWaitForSingleObject: readable(process, RegisterWaitForSingleObject(process)),
  ResetEvent: ResetEvent(process),
  ResumeThread: ResumeThread(process),
  SetEvent: SetEvent(process),
  SetFileCompletionNotificationModes: SetFileCompletionNotificationModes(process),
  SetFilePointerEx: SetFilePointerEx(process),
  SetLastError: SetLastError(process),
  Sleep: Sleep(process),
  SleepEx: SleepEx(process),
  UnregisterWait: UnregisterWait(process),
  UnregisterWaitEx: UnregisterWaitEx(process),
  WaitForMultipleObjects: WaitForMultipleObjects(process),
  WaitForMultipleObjectsEx: WaitForMultipleObjectsEx(process),
  WaitForSingleObject: WaitForSingleObject(process),
  WaitForSingleObjectEx: WaitForSingleObjectEx(process),
  WriteFile: WriteFile(process),
});
