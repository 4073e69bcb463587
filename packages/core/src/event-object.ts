import type { Waitable } from "@ws2kit/spi";
import { EVENT_OBJECT, type KernelObject } from "./handle-table.js";

/** An event: manual-reset, and not signalled when it is made. Source: reference §2.1 slot 2. */
export class EventObject implements KernelObject, Waitable {
  readonly kind = EVENT_OBJECT;
  isSignalled = false;

  ready(): boolean {
    return this.isSignalled;
  }
}
