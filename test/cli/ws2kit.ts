import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const COMMAND = `${ROOT}packages/cli/bin/ws2kit.js`;

/** What a run of the command came to. */
export interface CommandRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `ws2kit` with these words, in a process of its own. */
export async function ws2kit(...words: readonly string[]): Promise<CommandRun> {
  const child = spawn(process.execPath, [COMMAND, ...words], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { status, out, err };
}
