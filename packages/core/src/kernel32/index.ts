import { WSA_INVALID_PARAMETER } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
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
  SetFileCompletionNotificationModes,
  WriteFile,
} from "./files.js";
import { Sleep, SleepEx } from "./sleep.js";

export type { OVERLAPPED_ENTRY } from "./completion-ports.js";

/** Has a call fail with WSA_INVALID_PARAMETER where a caller's structure cannot be read or written. */
function readable<Args extends unknown[]>(process: Process, call: (...args: Args) => boolean) {
  return (...args: Args): boolean =>
    unlessFault<boolean | null>(() => call(...args), null) ?? process.deny(WSA_INVALID_PARAMETER);
}

/** What `kernel32.dll` has for sockets: files, completion ports and alertable sleep. */
export const kernel32 = (process: Process) => ({
  CancelIo: CancelIo(process),
  CancelIoEx: CancelIoEx(process),
  CloseHandle: CloseHandle(process),
  CreateIoCompletionPort: CreateIoCompletionPort(process),
  GetFileType: GetFileType(process),
  GetOverlappedResult: readable(process, GetOverlappedResult(process)),
  GetQueuedCompletionStatus: readable(process, GetQueuedCompletionStatus(process)),
  GetQueuedCompletionStatusEx: readable(process, GetQueuedCompletionStatusEx(process)),
  HasOverlappedIoCompleted: readable(process, HasOverlappedIoCompleted(process)),
  PostQueuedCompletionStatus: PostQueuedCompletionStatus(process),
  ReadFile: ReadFile(process),
  SetFileCompletionNotificationModes: SetFileCompletionNotificationModes(process),
  Sleep: Sleep(process),
  SleepEx: SleepEx(process),
  WriteFile: WriteFile(process),
});
