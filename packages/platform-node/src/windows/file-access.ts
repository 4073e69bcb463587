import { resolve, toNamespacedPath } from "node:path";
import type { Winsock } from "./winsock.js";

const DELETE = 0x10000;
const GENERIC_WRITE = 0x40000000;
const CREATE_NEW = 1;
const OPEN_EXISTING = 3;
const FILE_FLAG_DELETE_ON_CLOSE = 0x4000000;
const INVALID_HANDLE_VALUE = -1;
const ERROR_ACCESS_DENIED = 5;
const ERROR_SHARING_VIOLATION = 32;

/** The errors of a file's function that stand for a file in use, and also for a missing permission. */
const AMBIGUOUS: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES"]);

/** Opens a file without sharing. Returns its handle, or the negative error. */
export function openAlone(winsock: Winsock, path: string, access: number, disposition: number, flags: number): number {
  const file = winsock.CreateFileW(toNamespacedPath(resolve(path)), access, 0, null, disposition, flags, 0);
  return file === INVALID_HANDLE_VALUE ? -winsock.GetLastError() : file;
}

/** Whether a file's function failed because another process has the file open; then the error ends by itself. */
export function isInUse(
  winsock: Winsock,
  { code, path, dest }: Readonly<NodeJS.ErrnoException & { dest?: string }>,
): boolean {
  if (code === "EBUSY") return true;
  const replaced = dest ?? path;
  if (!AMBIGUOUS.has(code) || replaced === undefined) return false;
  // Windows checks permissions first: they are missing unless this fails for the sharing
  const file = openAlone(winsock, replaced, GENERIC_WRITE | DELETE, OPEN_EXISTING, 0);
  if (file > 0) winsock.CloseHandle(file);
  return file > 0 || file === -ERROR_SHARING_VIOLATION;
}

/** Whether this process may create and delete files in a directory. */
export function mayCreateFiles(winsock: Winsock, directory: string): boolean {
  const path = `${directory}/.${process.pid}`;
  const file = openAlone(winsock, path, GENERIC_WRITE, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE);
  if (file > 0) winsock.CloseHandle(file);
  return file !== -ERROR_ACCESS_DENIED;
}
