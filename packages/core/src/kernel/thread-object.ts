import { type KernelObject, THREAD_OBJECT } from "./handle-table.js";
import type { Thread } from "./thread.js";

/** GetExitCodeThread's code of a thread that has not ended. */
export const STILL_ACTIVE = 259;

/** A thread that a program has started; it is signalled when the thread has ended. */
export class ThreadObject implements KernelObject {
  readonly kind = THREAD_OBJECT;
  isSignalled = false;
  exitCode = STILL_ACTIVE;
  /** Called when it is signalled. */
  watcher: (() => void) | null = null;

  constructor(
    readonly thread: Thread,
    /** Begins the thread, of which ResumeThread has not been called yet; `null` once it has begun. */
    public begin: (() => void) | null,
  ) {}

  end(exitCode: number): void {
    this.exitCode = exitCode;
    this.isSignalled = true;
    this.watcher?.();
  }
}
