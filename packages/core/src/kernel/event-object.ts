import { EVENT_OBJECT, type KernelObject } from "./handle-table.js";

/** An event: manual-reset, and not signalled when it is made. Source: reference §2.1 slot 2. */
export class EventObject implements KernelObject {
  readonly kind = EVENT_OBJECT;
  isSignalled = false;
  /** Called each time that it is signalled. */
  watcher: (() => void) | null = null;

  signal(): void {
    this.isSignalled = true;
    this.watcher?.();
  }
}

/** An event that a wait which it ends resets. */
export class AutoResetEvent extends EventObject {
  consume(): void {
    this.isSignalled = false;
  }
}
