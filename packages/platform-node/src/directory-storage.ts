import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Storage } from "@ws2kit/spi";

/**
 * Texts as files of a directory. A text is written beside its file, brought to the disk and then put in its place: a
 * crash leaves the old one or the new one.
 */
export function directoryStorage(directory: string): Storage {
  return {
    read(name) {
      try {
        return readFileSync(join(directory, name), "utf8");
      } catch {
        return null;
      }
    },

    write(name, text) {
      const path = join(directory, name);
      try {
        mkdirSync(directory, { recursive: true });
        writeThrough(`${path}.new`, text);
        renameSync(`${path}.new`, path);
        return true;
      } catch {
        return false;
      }
    },
  };
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, "w");
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
