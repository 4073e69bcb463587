import { MAKEWORD, newWSADATA, type WSAEVENT } from "@ws2kit/spi";
import { assert } from "chai";
import type { Computer, Program } from "../fixture/computer.js";

/** The exception that callbacks of these programs throw, compared by identity. */
export const MISTAKE = new Error("a mistake of the application's");

/** A process of the program: its functions, and an event. */
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

  /** Counts a completion routine of this process that has returned. */
  endRoutine(): void {
    if (!this.isThrowing) return;
    this.mistakes++;
    throw MISTAKE;
  }

  /** Calls WSACleanup, and WSAStartup again. */
  restart(): void {
    assert.equal(this.ws2.WSACleanup(), 0);
    assert.equal(this.ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  }
}
