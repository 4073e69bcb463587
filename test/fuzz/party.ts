import { MAKEWORD, newWSADATA, type WSAEVENT } from "@ws2kit/spi";
import { assert } from "chai";
import type { Computer, Program } from "../fixture/computer.js";

/** What callbacks of these programs throw, known by identity. */
export const MISTAKE = new Error("a mistake of the application's");

/** A process that takes part: its functions, and an event of its own. */
export class Party {
  readonly ws2: Program;
  readonly event: WSAEVENT;
  hasEnded = false;
  /** Whether the completion routines that run now throw `MISTAKE`. */
  isThrowing = false;
  /** How often they have. */
  mistakes = 0;

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

  /** A completion routine of this process comes to its end. */
  endRoutine(): void {
    if (!this.isThrowing) return;
    this.mistakes++;
    throw MISTAKE;
  }

  /** WSACleanup, and up again. */
  restart(): void {
    assert.equal(this.ws2.WSACleanup(), 0);
    assert.equal(this.ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  }
}
