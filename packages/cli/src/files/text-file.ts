import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { writeWhole } from "@ws2kit/build/whole-file";
import { UsageError } from "../terminal/usage-error.js";

/** Why a file cannot be read or written, by the system's error name. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is not a directory",
  EEXIST: "a part of its path is not a directory",
  EACCES: "access is denied",
  EPERM: "access is denied",
  EROFS: "its disk is read-only",
  ENOSPC: "the disk is full",
  EFBIG: "the disk is full",
  EDQUOT: "the disk is full",
};

/** Throws a UsageError unless the file exists. */
export function requireFile(file: string): void {
  try {
    if (statSync(file).isDirectory()) throw unreadable(file, { code: "EISDIR" });
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(file, error as NodeJS.ErrnoException);
  }
}

/** Reads a file that the command line names; "-" is standard input. Throws a UsageError if it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw unreadable(nameOf(file), error as NodeJS.ErrnoException);
  }
}

/** The name of a file in messages. */
export function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** Throws a UsageError if a file cannot be written, so that a run of minutes does not fail at its end. */
export function requireWritable(file: string): void {
  attemptToWrite(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file) && statSync(file).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    accessSync(dirname(file), constants.W_OK);
  });
}

/** Writes a file completely or not at all. Throws a UsageError if it cannot be written. */
export function writeText(file: string, text: string): void {
  attemptToWrite(file, () => writeWhole(file, text));
}

/** Calls `write`, and returns its result. Throws a UsageError that names `file` if it throws. */
export function attemptToWrite<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written: ${REASONS[code] ?? code}.`);
  }
}

/** Makes a UsageError of the system's error in a write to `file`. Returns others unchanged. */
export function asWriteError(file: string, error: unknown): unknown {
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  if (syscall !== "write" || REASONS[code] === undefined) return error;
  return new UsageError(`${file} cannot be written: ${REASONS[code]}.`);
}

/** Makes a UsageError of the system's error about a file, such as a temporary folder. Returns others unchanged. */
export function asFileError(error: unknown): unknown {
  const { code, path, syscall } = error as Partial<NodeJS.ErrnoException>;
  if (code === undefined || path === undefined || syscall === undefined) return error;
  if (syscall === "mkdtemp")
    return new UsageError(
      `${dirname(path)}, the folder of temporary files, cannot be used: ${REASONS[code] ?? code}. ` +
        "Set TMPDIR to a folder where you may write.",
    );
  return new UsageError(`${path} cannot be used (${syscall}): ${REASONS[code] ?? code}.`);
}

function unreadable(name: string, { code = "" }: Pick<NodeJS.ErrnoException, "code">): UsageError {
  return new UsageError(`${name} cannot be read: ${REASONS[code] ?? code}.`);
}
