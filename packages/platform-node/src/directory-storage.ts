import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Storage } from "@ws2kit/spi";
import { anySystem, type DirectoryLock } from "./system.js";

/**
 * The file that receives a new text before it replaces the old one. One name is enough, because only one process writes
 * at a time.
 */
const NEW_TEXT = ".storing";

/** The most milliseconds to wait for another process; a change takes a few. */
const LONGEST_WAIT = 10_000;
/** Milliseconds between two attempts. */
const ATTEMPT_EVERY = 2;

/**
 * Stores texts as files of a directory.
 *
 * A text is written to a file of another name, flushed to the disk, and then renamed. So the file always contains
 * either the whole old text or the whole new one. A writer locks the directory; the system releases the lock when the
 * process ends, in any way.
 */
export function directoryStorage(directory: string): Storage {
  /** The lock of the directory while this storage writes; otherwise `null`. */
  let locked: DirectoryLock | null = null;
  discardUnfinished();

  return {
    read(name) {
      try {
        return whenFree(() => readFileSync(join(directory, name), "utf8"));
      } catch (error) {
        // an existing file that cannot be read is damaged; the empty text, which is never stored, reports that
        return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : "";
      }
    },

    write(name, text) {
      return locked !== null ? replace(name, text) : (exclusively(() => replace(name, text)) ?? false);
    },

    exclusively,
  };

  function exclusively<T>(change: () => T): T | null {
    if (locked !== null) return change();
    locked = lock(LONGEST_WAIT);
    if (locked === null) return null;
    try {
      return change();
    } finally {
      locked.release();
      locked = null;
    }
  }

  /**
   * Locks the directory, and creates it if necessary; `null` if it cannot be opened, or if another process holds the
   * lock for longer than `ms` milliseconds.
   */
  function lock(ms: number): DirectoryLock | null {
    try {
      mkdirSync(directory, { recursive: true });
      return repeat(ms, () => anySystem().lockDirectory(directory));
    } catch {
      return null;
    }
  }

  function replace(name: string, text: string): boolean {
    const unfinished = join(directory, NEW_TEXT);
    try {
      writeThrough(unfinished, text);
      whenFree(() => renameSync(unfinished, join(directory, name)));
      locked?.flush();
      return true;
    } catch {
      rmSync(unfinished, { force: true });
      return false;
    }
  }

  /** Removes the file of a writer that was killed, unless another process is writing now. */
  function discardUnfinished(): void {
    const unfinished = join(directory, NEW_TEXT);
    if (!existsSync(unfinished)) return;
    const held = lock(0);
    if (held === null) return;
    rmSync(unfinished, { force: true });
    held.release();
  }
}

/** Calls a file's function again while another process has the file open, which some systems do not permit. */
function whenFree<T>(call: () => T): T {
  let last: unknown;
  const found = repeat(LONGEST_WAIT, () => {
    try {
      return { value: call() };
    } catch (error) {
      if (!anySystem().isInUse(error as NodeJS.ErrnoException)) throw error;
      last = error;
      return null;
    }
  });
  if (found === null) throw last;
  return found.value;
}

/** Calls a function until its value is not `null`, for at most `ms` milliseconds; blocks this thread in between. */
function repeat<T>(ms: number, attempt: () => T | null): T | null {
  const until = performance.now() + ms;
  for (;;) {
    const value = attempt();
    if (value !== null || performance.now() >= until) return value;
    sleep(ATTEMPT_EVERY);
  }
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, "w");
  try {
    // unlike writeSync, it continues after a short write, and so reports a full disk
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Blocks this thread for `ms` milliseconds; a provider's installer may block. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
