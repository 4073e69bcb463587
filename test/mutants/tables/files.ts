import {
  type newWSAOVERLAPPED,
  WSA_INVALID_PARAMETER,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { changed, hides, recoded } from "./outcomes.js";

const ERROR_FILE_NOT_FOUND = 2;
const ERROR_WRITE_PROTECT = 19;
const ERROR_NEGATIVE_SEEK = 131;

const ROWS: readonly Row[] = [
  [
    "GetFileType reports a pipe for a file",
    "files/stored (reading)",
    changed("GetFileType", (type) => (type === 1 ? 3 : type)),
  ],
  [
    "a stored file is not in UTF-8",
    "files/stored (UTF-8)",
    {
      api: {
        ReadFile: (read) => (file, buf, size, count, overlapped) => {
          const result = read(file, buf, size, count, overlapped);
          const bytes = buf as Uint8Array;
          if (result === true && bytes?.length > 1 && bytes[1] === 0xc3) bytes.fill(0x3f, 1, 2);
          return result;
        },
      },
    },
  ],
  [
    "ReadFile ignores the offset of the structure",
    "files/stored-offset",
    {
      api: {
        ReadFile: (read) => (file, buf, size, count, overlapped) => {
          const structure = overlapped as ReturnType<typeof newWSAOVERLAPPED> | null;
          const offset = structure?.Offset ?? 0;
          if (structure !== null && offset === 7) structure.Offset = 0;
          return read(file, buf, size, count, overlapped);
        },
      },
    },
  ],
  [
    "SetFilePointerEx seeks before the beginning",
    "files/stored-pointer",
    hides("SetFilePointerEx", ERROR_NEGATIVE_SEEK),
  ],
  [
    "CreateFileW reports a missing file where it refuses to write",
    "files/stored-refused",
    recoded("CreateFileW", ERROR_WRITE_PROTECT, ERROR_FILE_NOT_FOUND),
  ],
  ["ReadFile reads past its buffer", "files/stored-arguments", hides("ReadFile", WSA_INVALID_PARAMETER)],
  ["an overlapped ReadFile succeeds before data arrives", "files/overlapped", hides("ReadFile", WSA_IO_PENDING)],
  [
    "GetOverlappedResult succeeds while the operation is under way",
    "GetOverlappedResult/outcome",
    hides("GetOverlappedResult", WSA_IO_INCOMPLETE),
  ],
  ["GetOverlappedResult accepts an event", "GetOverlappedResult/refused", hides("GetOverlappedResult", WSAENOTSOCK)],
  [
    "CancelIoEx of one operation ends all",
    "CancelIo/ends-all",
    { api: { CancelIoEx: (cancel) => (s, _overlapped) => cancel(s, null) } },
  ],
  [
    "GetFileType reports a file for a socket",
    "GetFileType/socket",
    changed("GetFileType", (type) => (type === 3 ? 1 : type)),
  ],
  [
    "SetFileCompletionNotificationModes does nothing",
    "SetFileCompletionNotificationModes/skips-port",
    { api: { SetFileCompletionNotificationModes: () => () => true } },
  ],
  [
    "WSAGetOverlappedResult reports a reset for a refused connection's status",
    "WSAGetOverlappedResult/statuses",
    recoded("WSAGetOverlappedResult", WSAECONNREFUSED, WSAECONNRESET),
  ],
];

/** Files of the storage, and sockets as files. */
export const FILES = mutants("ws2", "desktop", ROWS);
