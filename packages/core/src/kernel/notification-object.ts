import type { WSAOVERLAPPED } from "@ws2kit/spi";
import { type KernelObject, NOTIFICATION_OBJECT } from "./handle-table.js";
import type { Completion } from "./port-object.js";

/** An overlapped wait for a change of the catalog. */
export interface ChangeRequest {
  readonly overlapped: WSAOVERLAPPED;
  /** Reports the end, with 0 or a code. */
  end(code: number): void;
}

/** The object behind a handle of WSAProviderConfigChange. */
export class NotificationObject implements KernelObject {
  readonly kind = NOTIFICATION_OBJECT;
  /** The completion port; made with the first association. */
  declare completion?: Completion;
  /** Overlapped waits that have not ended, in the order in which they began. */
  readonly requests: ChangeRequest[] = [];

  constructor(
    /** The last change of the catalog that it has reported. */
    public generation: number,
  ) {}

  /** Completes its overlapped waits: with 0 after the catalog has changed, or with a code. */
  end(code: number): void {
    for (const request of this.requests.splice(0)) request.end(code);
  }
}
