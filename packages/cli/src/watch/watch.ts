import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { relative } from "node:path";
import { watch as watchFiles } from "chokidar";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";

/**
 * Runs the command line of this process without `--watch`, and again each time that one of its inputs changes. A run
 * that is still going on is ended first. `inputs` is called after each run, because a change may import another file.
 * Returns at Ctrl-C, SIGTERM or SIGHUP. However it ends, no run goes on after it.
 */
export async function watchInputs(inputs: () => ReadonlySet<string>): Promise<ExitCode> {
  const watcher = watchFiles([], { ignoreInitial: true });
  const [changes, stop] = [new Changes(), new AbortController()];
  watcher.on("all", (_event, file) => changes.add(file));
  const end = () => stop.abort();
  let run: Run | undefined;
  const endRun = () => run?.stop();
  process.on("SIGINT", end).on("SIGTERM", end).on("SIGHUP", end).on("exit", endRun);
  stop.signal.addEventListener("abort", () => changes.add(""));
  let watched: ReadonlySet<string> = new Set();
  try {
    while (!stop.signal.aborted) {
      run = start();
      watched = await follow(watcher, watched, inputs());
      await Promise.race([run.ended, changes.next]);
      await run.stop();
      if (changes.isEmpty) console.error(`[ws2kit] watching ${watched.size} files for a change; Ctrl-C ends it`);
      await changes.next;
      const files = changes.take().map((file) => relative("", file));
      if (!stop.signal.aborted) console.error(`\n[ws2kit] ${files.join(", ")} changed`);
    }
  } finally {
    await Promise.allSettled([endRun(), watcher.close()]);
    process.off("SIGINT", end).off("SIGTERM", end).off("SIGHUP", end).off("exit", endRun);
  }
  return EXIT.holds;
}

type Watcher = ReturnType<typeof watchFiles>;

/** Watches `next` instead of `before`, and resolves once that is in effect. */
async function follow(watcher: Watcher, before: ReadonlySet<string>, next: ReadonlySet<string>) {
  watcher.unwatch([...before].filter((file) => !next.has(file)));
  const added = [...next].filter((file) => !before.has(file));
  if (added.length > 0) {
    const isReady = before.size > 0 ? Promise.resolve() : once(watcher, "ready");
    watcher.add(added);
    await isReady;
  }
  return next;
}

/** Files that have changed since they were last taken. */
class Changes {
  readonly #files = new Set<string>();
  #wake = () => {};
  /** Resolves once there is a change. */
  next = this.#pending();

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  add(file: string): void {
    this.#files.add(file);
    this.#wake();
  }

  take(): string[] {
    const files = [...this.#files];
    this.#files.clear();
    this.next = this.#pending();
    return files;
  }

  #pending(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** A run of the command in a separate process. */
interface Run {
  readonly ended: Promise<unknown>;
  /** Ends it, if it has not ended. */
  stop(): Promise<unknown>;
}

function start(): Run {
  const words = process.argv.slice(1).filter((word) => word !== "--watch");
  // a separate process group: the terminal's Ctrl-C reaches only this process
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, ...words], {
    stdio: "inherit",
    detached: true,
    windowsHide: true,
  });
  const ended = once(child, "exit");
  // it rejects if the process cannot be started, perhaps before anything waits for it
  ended.catch(() => {});
  return {
    ended,
    stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
      return ended;
    },
  };
}
