import { EVENT_OBJECT, type KernelObject } from "./handle-table.js";

/** An event: manual-reset, and initially not signalled. Source: reference §2.1 slot 2. */
export class EventObject implements KernelObject {
  readonly kind = EVENT_OBJECT;
  isSignalled = false;
  /** Called each time the event is signalled. */
  watcher: (() => void) | null = null;

  signal(): void {
    this.isSignalled = true;
    this.watcher?.();
  }
}

/** An auto-reset event: the wait that it ends resets it. */
export class AutoResetEvent extends EventObject {
  consume(): void {
    this.isSignalled = false;
  }
}
