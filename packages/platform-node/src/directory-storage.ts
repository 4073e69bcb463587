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
import { libc } from "./linux/libc.js";

/**
 * The file that receives a new text before it replaces the old one. One name is enough, because only one process writes
 * at a time.
 */
const NEW_TEXT = ".storing";

/** The most milliseconds to wait for another process; a change takes a few. */
const LONGEST_WAIT = 10_000;
/** Milliseconds between two attempts. */
const ATTEMPT_EVERY = 2;

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Stores texts as files of a directory.
 *
 * A text is written to a file of another name, flushed to the disk, and then renamed. So the file always contains
 * either the whole old text or the whole new one. A writer locks the directory with flock(2); the kernel releases the
 * lock when the process ends, in any way.
 */
export function directoryStorage(directory: string): Storage {
  /** The descriptor of the locked directory while this storage writes; -1 otherwise. */
  let locked = -1;
  discardUnfinished();

  return {
    read(name) {
      try {
        return readFileSync(join(directory, name), "utf8");
      } catch (error) {
        // an existing file that cannot be read is damaged; the empty text, which is never stored, reports that
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
   * Opens and locks the directory. Returns its descriptor; -1 if it cannot be opened, or if another process holds the
   * lock for longer than `ms` milliseconds.
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
      // flush the new name to the disk too
      fsyncSync(locked);
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
    const fd = lock(0);
    if (fd < 0) return;
    rmSync(unfinished, { force: true });
    closeSync(fd);
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
