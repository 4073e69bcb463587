import {
  type FileObject,
  type FileRequest,
  type HANDLE,
  INVALID_HANDLE_VALUE,
  isRef,
  type Ref,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_NOT_ENOUGH_MEMORY,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { isNumber, isString } from "../calls/given.js";
import { utf8 } from "../calls/utf8.js";
import { completeRequest } from "../kernel/completion.js";
import { ProviderThread } from "../kernel/provider-thread.js";
import { FileHandle, fileOf } from "../kernel/socket-object.js";
import type { Api } from "../ws2/call.js";

/** The codes of files. Source: winerror.h. */
const ERROR_FILE_NOT_FOUND = 2;
const ERROR_PATH_NOT_FOUND = 3;
const ERROR_WRITE_PROTECT = 19;
const ERROR_READ_FAULT = 30;
const ERROR_HANDLE_EOF = 38;
const ERROR_NEGATIVE_SEEK = 131;

const GENERIC_WRITE = 0x40000000;
/** `dwCreationDisposition`. Only OPEN_EXISTING and OPEN_ALWAYS do not write. */
const CREATE_NEW = 1;
const OPEN_EXISTING = 3;
const OPEN_ALWAYS = 4;
const TRUNCATE_EXISTING = 5;

/** `dwMoveMethod` of SetFilePointerEx. */
const FILE_BEGIN = 0;
const FILE_CURRENT = 1;
const FILE_END = 2;

/** A text of the platform's storage, opened for reading. Its bytes are those of the moment when it was opened. */
class StoredFile implements FileObject {
  /** The offset at which the next read without an overlapped structure begins. */
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #complete: (lpOverlapped: WSAOVERLAPPED, bytes: number) => void;

  constructor(bytes: Uint8Array, complete: (lpOverlapped: WSAOVERLAPPED, bytes: number) => void) {
    this.#bytes = bytes;
    this.#complete = complete;
  }

  get size(): number {
    return this.#bytes.length;
  }

  close(): void {}

  read({ buffer: { buf, off, len }, lpNumberOfBytes, lpOverlapped }: FileRequest): number {
    const isPlain = lpOverlapped === null || lpOverlapped === undefined;
    if (!(buf instanceof Uint8Array) || !isNumber(len) || off + (len >>> 0) > buf.length) return WSA_INVALID_PARAMETER;
    if (!isRef(lpNumberOfBytes) && (isPlain || lpNumberOfBytes !== null)) return WSA_INVALID_PARAMETER;
    const at = isPlain ? this.position : (lpOverlapped.Offset >>> 0) + (lpOverlapped.OffsetHigh >>> 0) * 2 ** 32;
    const bytes = this.#bytes.subarray(at, at + (len >>> 0));
    // only a read with an offset fails at the end of a file
    if (!isPlain && len >>> 0 > 0 && bytes.length === 0) return ERROR_HANDLE_EOF;
    buf.set(bytes, off);
    this.position = at + bytes.length;
    if (lpNumberOfBytes !== null) lpNumberOfBytes.value = bytes.length;
    if (!isPlain) this.#complete(lpOverlapped, bytes.length);
    return 0;
  }
}

/**
 * Opens a text of the platform's storage as a file for reading, for ReadFile and TransmitFile. Its bytes are the text
 * in UTF-8, as it was when it was opened. To programs, the storage is a write-protected disk without folders.
 *
 * Codes: ERROR_FILE_NOT_FOUND (2: no such text, or the platform has no storage), ERROR_PATH_NOT_FOUND (3: the name has
 * a folder), ERROR_WRITE_PROTECT (19: the call would write), ERROR_READ_FAULT (30: the text cannot be read),
 * WSA_INVALID_PARAMETER, WSA_NOT_ENOUGH_MEMORY. Source: page remarks; design rulings.
 *
 * @param lpFileName the text's name
 * @param dwDesiredAccess GENERIC_READ (0x80000000); GENERIC_WRITE is refused
 * @param dwShareMode ignored, as nothing writes
 * @param lpSecurityAttributes ignored
 * @param dwCreationDisposition OPEN_EXISTING (3) or OPEN_ALWAYS (4)
 * @param dwFlagsAndAttributes ignored: a read ends before ReadFile returns
 * @param hTemplateFile ignored
 * @returns the file's handle, or INVALID_HANDLE_VALUE
 */
export const CreateFileW: Api<
  (
    lpFileName: string,
    dwDesiredAccess: number,
    dwShareMode: number,
    lpSecurityAttributes: unknown,
    dwCreationDisposition: number,
    dwFlagsAndAttributes: number,
    hTemplateFile: unknown,
  ) => HANDLE
> = (process) => (lpFileName, dwDesiredAccess, _share, _security, dwCreationDisposition) => {
  const { machine, handles } = process;
  const refuse = (code: number) => {
    process.deny(code);
    return INVALID_HANDLE_VALUE;
  };
  if (!isString(lpFileName) || !isNumber(dwDesiredAccess)) return refuse(WSA_INVALID_PARAMETER);
  const isKnown =
    isNumber(dwCreationDisposition) &&
    CREATE_NEW <= dwCreationDisposition &&
    dwCreationDisposition <= TRUNCATE_EXISTING;
  if (!isKnown) return refuse(WSA_INVALID_PARAMETER);
  if (/[\\/:\0]|^\.*$/.test(lpFileName)) return refuse(ERROR_PATH_NOT_FOUND);
  const opens = dwCreationDisposition === OPEN_EXISTING || dwCreationDisposition === OPEN_ALWAYS;
  const text = machine.platform.storage?.read(lpFileName) ?? null;
  if (text === null && dwCreationDisposition === OPEN_EXISTING) return refuse(ERROR_FILE_NOT_FOUND);
  if (text === null || !opens || (dwDesiredAccess & GENERIC_WRITE) !== 0) return refuse(ERROR_WRITE_PROTECT);
  // the storage returns an empty text for a file that it cannot read
  if (text === "") return refuse(ERROR_READ_FAULT);
  const file = new StoredFile(utf8(text), (lpOverlapped, bytes) =>
    completeRequest(process, null, lpOverlapped, 0, bytes, true),
  );
  const handle = handles.add(new FileHandle(file, new ProviderThread(process, "kernel32.dll")));
  if (handle === 0) return refuse(WSA_NOT_ENOUGH_MEMORY);
  machine.counters.handles++;
  return handle as HANDLE;
};

/** The stored file behind a handle; null, with the last error, for any other handle. */
const storedFile: Api<(hFile: number) => StoredFile | null> = (process) => (hFile) => {
  const file = fileOf(process.handles.find(hFile))?.file;
  if (file instanceof StoredFile) return file;
  process.deny(WSA_INVALID_HANDLE);
  return null;
};

/**
 * Reports the size of a file. Codes: WSA_INVALID_HANDLE (not a file of CreateFileW), WSA_INVALID_PARAMETER
 * (`lpFileSize` cannot be written). Source: page remarks.
 *
 * @param hFile the file
 * @param lpFileSize receives the number of bytes
 * @returns `true`, or `false`
 */
export const GetFileSizeEx: Api<(hFile: number, lpFileSize: Ref<number>) => boolean> =
  (process) => (hFile, lpFileSize) => {
    const file = storedFile(process)(hFile);
    if (file === null) return false;
    if (!isRef(lpFileSize)) return process.deny(WSA_INVALID_PARAMETER);
    lpFileSize.value = file.size;
    return true;
  };

/**
 * Sets the offset at which the next read without an overlapped structure begins. The offset may be behind the end of
 * the file.
 *
 * Codes: WSA_INVALID_HANDLE (not a file of CreateFileW), ERROR_NEGATIVE_SEEK (131: before the beginning),
 * WSA_INVALID_PARAMETER. Source: page remarks.
 *
 * @param hFile the file
 * @param liDistanceToMove bytes, positive or negative
 * @param lpNewFilePointer receives the new offset; may be null
 * @param dwMoveMethod the start of the distance: FILE_BEGIN (0), FILE_CURRENT (1) or FILE_END (2)
 * @returns `true`, or `false`
 */
export const SetFilePointerEx: Api<
  (hFile: number, liDistanceToMove: number, lpNewFilePointer: Ref<number> | null, dwMoveMethod: number) => boolean
> = (process) => (hFile, liDistanceToMove, lpNewFilePointer, dwMoveMethod) => {
  const file = storedFile(process)(hFile);
  if (file === null) return false;
  const starts: Readonly<Record<number, number>> = {
    [FILE_BEGIN]: 0,
    [FILE_CURRENT]: file.position,
    [FILE_END]: file.size,
  };
  const start = starts[dwMoveMethod];
  const isSound = Number.isInteger(liDistanceToMove) && (lpNewFilePointer === null || isRef(lpNewFilePointer));
  if (start === undefined || !isSound) return process.deny(WSA_INVALID_PARAMETER);
  if (start + liDistanceToMove < 0) return process.deny(ERROR_NEGATIVE_SEEK);
  file.position = start + liDistanceToMove;
  if (lpNewFilePointer !== null) lpNewFilePointer.value = file.position;
  return true;
};
