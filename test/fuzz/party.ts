import { MAKEWORD, newWSADATA, type WSAEVENT } from "@ws2kit/spi";
import { assert } from "chai";
import type { Computer, Program } from "../fixture/computer.js";

/** A process that takes part: its functions, and an event of its own. */
export class Party {
  readonly ws2: Program;
  readonly event: WSAEVENT;
  hasEnded = false;

  constructor(
    computer: Computer,
    readonly name: string,
  ) {
    this.ws2 = computer.program();
    this.event = this.ws2.WSACreateEvent();
  }

  get lastError(): number {
    return this.ws2.WSAGetLastError();
  }

  /** WSACleanup, and up again. */
  restart(): void {
    assert.equal(this.ws2.WSACleanup(), 0);
    assert.equal(this.ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  }
}
