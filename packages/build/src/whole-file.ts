import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file whole or not at all, and its folder if need be: on a full disk the old file remains. Throws the
 * system's error.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  // a device such as /dev/stdout is written to, not replaced; a link stays one
  if (existsSync(file) && !statSync(file).isFile()) {
    writeFileSync(file, content);
    return;
  }
  const path = existsSync(file) ? realpathSync(file) : file;
  const unfinished = `${path}.${process.pid}.new`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
