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
import { libc } from "./libc.js";

/**
 * The file that a new text is written to before it replaces the old one. There is one writer at a time, so one name is
 * enough.
 */
const NEW_TEXT = ".storing";

/** Milliseconds that a writer waits for another process to finish; a change takes a few. */
const LONGEST_WAIT = 10_000;
/** Milliseconds between two attempts. */
const ATTEMPT_EVERY = 2;

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Texts as files of a directory.
 *
 * A text is written to a file of another name, flushed to the disk, and then renamed: whatever happens meanwhile, the
 * file holds the whole old text or the whole new one. The lock of one writer is flock(2) on the directory, which the
 * kernel releases when a process ends, however it ends.
 */
export function directoryStorage(directory: string): Storage {
  /** The locked directory while this storage is writing, -1 otherwise. */
  let locked = -1;
  discardUnfinished();

  return {
    read(name) {
      try {
        return readFileSync(join(directory, name), "utf8");
      } catch (error) {
        // a file that is there and cannot be read is damaged: an empty text is no text that was stored
        return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : "";
      }
    },

    write(name, text) {
      return locked >= 0 ? replace(name, text) : (exclusively(() => replace(name, text)) ?? false);
    },

    exclusively,
  };

  function exclusively<T>(change: () => T): T | null {
    if (locked >= 0) return change();
    locked = lock(LONGEST_WAIT);
    if (locked < 0) return null;
    try {
      return change();
    } finally {
      closeSync(locked);
      locked = -1;
    }
  }

  /**
   * The directory, opened and locked; -1 if it cannot be opened, or if another process holds the lock for longer than
   * `ms`.
   */
  function lock(ms: number): number {
    let fd: number;
    try {
      mkdirSync(directory, { recursive: true });
      fd = openSync(directory, "r");
    } catch {
      return -1;
    }
    const until = performance.now() + ms;
    while (libc().flock(fd, LOCK_EX | LOCK_NB) !== 0) {
      if (performance.now() >= until) {
        closeSync(fd);
        return -1;
      }
      sleep(ATTEMPT_EVERY);
    }
    return fd;
  }

  function replace(name: string, text: string): boolean {
    const unfinished = join(directory, NEW_TEXT);
    try {
      writeThrough(unfinished, text);
      renameSync(unfinished, join(directory, name));
      // the new name is on the disk as well
      fsyncSync(locked);
      return true;
    } catch {
      rmSync(unfinished, { force: true });
      return false;
    }
  }

  /** Removes what a writer that was killed has left, unless another one is writing right now. */
  function discardUnfinished(): void {
    const unfinished = join(directory, NEW_TEXT);
    if (!existsSync(unfinished)) return;
    const fd = lock(0);
    if (fd < 0) return;
    rmSync(unfinished, { force: true });
    closeSync(fd);
  }
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, "w");
  try {
    // unlike writeSync, it goes on after a short write, and so meets the error of a full disk
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Blocks this thread, as every call of a provider's installer does. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
