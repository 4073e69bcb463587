import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file completely or not at all: on a full disk, the old file remains. Creates its folder if it does not
 * exist. `mode` is that of a new file and of one that it replaces. Throws the system's error.
 */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o666): void {
  mkdirSync(dirname(file), { recursive: true });
  // write into a device such as /dev/stdout instead of replacing it; write through a link
  if (existsSync(file) && !statSync(file).isFile()) {
    writeFileSync(file, content);
    return;
  }
  const path = existsSync(file) ? realpathSync(file) : file;
  const unfinished = `${path}.${process.pid}.new`;
  try {
    writeFileSync(unfinished, content, { mode });
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
