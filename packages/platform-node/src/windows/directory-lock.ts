import { join, resolve, toNamespacedPath } from "node:path";
import type { DirectoryLock } from "../system.js";
import type { Winsock } from "./winsock.js";

const LOCK_FILE = ".lock";
const GENERIC_WRITE = 0x40000000;
const OPEN_ALWAYS = 4;
const FILE_FLAG_DELETE_ON_CLOSE = 0x4000000;
const INVALID_HANDLE_VALUE = -1;
const ERROR_ACCESS_DENIED = 5;
const ERROR_SHARING_VIOLATION = 32;

/**
 * Locks a directory by a file that is opened without sharing; the system closes it when the process ends, in any way.
 * `null` if another process has it open. Throws if the directory cannot be opened.
 */
export function lockDirectory(winsock: Winsock, directory: string): DirectoryLock | null {
  const path = toNamespacedPath(resolve(join(directory, LOCK_FILE)));
  const file = winsock.CreateFileW(path, GENERIC_WRITE, 0, null, OPEN_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, 0);
  // NTFS writes the names of files to the disk by itself
  if (file !== INVALID_HANDLE_VALUE) return { flush: () => {}, release: () => void winsock.CloseHandle(file) };
  const error = winsock.GetLastError();
  // access is denied while the file of the last owner is being deleted
  if (error === ERROR_SHARING_VIOLATION || error === ERROR_ACCESS_DENIED) return null;
  throw new Error(`[ws2kit] platform-node: ${directory} cannot be locked: Windows' error ${error}.`);
}
