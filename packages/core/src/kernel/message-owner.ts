import { type SOCKET, WSAMAKESELECTREPLY, type WSPUPCALLTABLE } from "@ws2kit/spi";
import type { EventOwner, EventRecord } from "./event-record.js";

/** FD_* that there are. */
const BITS = 10;

/**
 * Whom the events of a socket are reported to by window messages: each event that is recorded is posted at once, with
 * the socket in wParam, and the event and its code in lParam. It stands as the owner of an `EventRecord`, whose signal
 * it turns into messages. Source: reference §1 slot 2, §1.1.
 */
export class MessageOwner implements EventOwner {
  readonly upcalls: WSPUPCALLTABLE;
  readonly reportsOnce = true;

  constructor(
    readonly record: EventRecord,
    /** The upcalls of the process whose window it is. */
    readonly process: WSPUPCALLTABLE,
    readonly hWnd: unknown,
    readonly wMsg: number,
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
