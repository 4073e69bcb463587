import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const COMMAND = `${ROOT}packages/cli/bin/ws2kit.js`;

/** The result of a run of the command. */
export interface CommandRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

let commands: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `ws2kit` with these words. One process runs one command line after the other, because loading the command
 * takes longer than most commands.
 */
export function ws2kit(...words: readonly string[]): Promise<CommandRun> {
  const run = last.then(() => answerTo(words));
  last = run.catch(() => undefined);
  return run;
}

async function answerTo(words: readonly string[]): Promise<CommandRun> {
  commands ??= fork(new URL("./command-process.js", import.meta.url), { cwd: ROOT });
  const child = commands;
  const answered = new AbortController();
  const died = once(child, "exit", answered).then(([code]) => {
    commands = undefined;
    throw new Error(`ws2kit ${words.join(" ")} ended its process with ${code}`);
  });
  stayFor(child, true);
  try {
    child.send(words);
    const [answer] = await Promise.race([once(child, "message", answered), died]);
    return answer as CommandRun;
  } finally {
    stayFor(child, false);
    answered.abort();
  }
}

/** Whether this process waits for the other process, which ends with it. */
function stayFor(child: ChildProcess, isWanted: boolean): void {
  for (const each of [child, child.channel]) isWanted ? each?.ref() : each?.unref();
}
