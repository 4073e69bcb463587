import { type SOCKET, WSAMAKESELECTREPLY, type WSPUPCALLTABLE } from "@ws2kit/spi";
import type { EventOwner, EventRecord } from "./event-record.js";

/** The number of FD_* events. */
const BITS = 10;

/**
 * Reports the events of a socket by window messages. It owns an `EventRecord` and posts a message for each event that
 * is signalled: the socket in wParam, the event and its code in lParam. Source: reference §1 slot 2, §1.1.
 */
export class MessageOwner implements EventOwner {
  readonly upcalls: WSPUPCALLTABLE;
  readonly reportsOnce = true;

  constructor(
    /** The events of the socket. */
    readonly record: EventRecord,
    /** The upcalls of the process that owns the window. */
    readonly process: WSPUPCALLTABLE,
    /** The window that receives the messages. */
    readonly hWnd: unknown,
    /** The number of the message. */
    readonly wMsg: number,
    /** The socket, as the application uses it. */
    readonly s: SOCKET,
  ) {
    this.upcalls = { ...process, WPUSetEvent: () => this.#post() };
  }

  #post(): boolean {
    const codes: number[] = [];
    const events = this.record.take(codes);
    for (let i = 0; i < BITS; i++) {
      if ((events & (1 << i)) === 0) continue;
      this.process.WPUPostMessage(this.hWnd, this.wMsg, this.s, WSAMAKESELECTREPLY(1 << i, codes[i]));
    }
    return true;
  }
}
