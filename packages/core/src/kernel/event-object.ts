import { EVENT_OBJECT, type KernelObject } from "./handle-table.js";

/** An event: manual-reset, and not signalled when it is made. Source: reference §2.1 slot 2. */
export class EventObject implements KernelObject {
  readonly kind = EVENT_OBJECT;
  isSignalled = false;
}
