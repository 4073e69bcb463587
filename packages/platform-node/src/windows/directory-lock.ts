import { join } from "node:path";
import type { DirectoryLock } from "../system.js";
import { mayCreateFiles, openAlone } from "./file-access.js";
import type { Winsock } from "./winsock.js";

const LOCK_FILE = ".lock";
const GENERIC_WRITE = 0x40000000;
const OPEN_ALWAYS = 4;
const FILE_FLAG_DELETE_ON_CLOSE = 0x4000000;
const ERROR_ACCESS_DENIED = 5;
const ERROR_SHARING_VIOLATION = 32;

/**
 * Locks a directory by a file that is opened without sharing; the system closes it when the process ends, in any way.
 * `null` if another process has it open. Throws if the directory cannot be opened, or its permissions allow no file.
 */
export function lockDirectory(winsock: Winsock, directory: string): DirectoryLock | null {
  const path = join(directory, LOCK_FILE);
  const file = openAlone(winsock, path, GENERIC_WRITE, OPEN_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE);
  // NTFS writes the names of files to the disk by itself
  if (file > 0) return { flush: () => {}, release: () => void winsock.CloseHandle(file) };
  if (file === -ERROR_SHARING_VIOLATION) return null;
  // access is also denied for a moment, while the file of the last owner is being deleted
  if (file === -ERROR_ACCESS_DENIED && mayCreateFiles(winsock, directory)) return null;
  throw new Error(`[ws2kit] platform-node: ${directory} cannot be locked: Windows' error ${-file}.`);
}
