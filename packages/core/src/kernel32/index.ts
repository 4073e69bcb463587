import type { Process } from "../process.js";
import {
  CreateIoCompletionPort,
  GetQueuedCompletionStatus,
  GetQueuedCompletionStatusEx,
  PostQueuedCompletionStatus,
} from "./completion-ports.js";
import {
  CancelIo,
  CancelIoEx,
  CloseHandle,
  GetFileType,
  GetOverlappedResult,
  HasOverlappedIoCompleted,
  ReadFile,
  WriteFile,
} from "./files.js";
import { Sleep, SleepEx } from "./sleep.js";

export type { OVERLAPPED_ENTRY } from "./completion-ports.js";

/** What `kernel32.dll` has for sockets: files, completion ports and alertable sleep. */
export const kernel32 = (process: Process) => ({
  CancelIo: CancelIo(process),
  CancelIoEx: CancelIoEx(process),
  CloseHandle: CloseHandle(process),
  CreateIoCompletionPort: CreateIoCompletionPort(process),
  GetFileType: GetFileType(process),
  GetOverlappedResult: GetOverlappedResult(process),
  GetQueuedCompletionStatus: GetQueuedCompletionStatus(process),
  GetQueuedCompletionStatusEx: GetQueuedCompletionStatusEx(process),
  HasOverlappedIoCompleted: HasOverlappedIoCompleted(process),
  PostQueuedCompletionStatus: PostQueuedCompletionStatus(process),
  ReadFile: ReadFile(process),
  Sleep: Sleep(process),
  SleepEx: SleepEx(process),
  WriteFile: WriteFile(process),
});
