import { type KernelObject, THREAD_OBJECT } from "./handle-table.js";
import type { Thread } from "./thread.js";

/** The exit code that GetExitCodeThread reports for a thread that has not ended. */
export const STILL_ACTIVE = 259;

/** A thread that a program has started. It is signalled when the thread has ended. */
export class ThreadObject implements KernelObject {
  readonly kind = THREAD_OBJECT;
  isSignalled = false;
  exitCode = STILL_ACTIVE;
  /** Called when the thread has ended. */
  watcher: (() => void) | null = null;

  constructor(
    readonly thread: Thread,
    /** Starts a suspended thread, for ResumeThread; `null` once it has started. */
    public begin: (() => void) | null,
  ) {}

  end(exitCode: number): void {
    this.exitCode = exitCode;
    this.isSignalled = true;
    this.watcher?.();
  }
}
