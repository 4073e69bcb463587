import type { Waitable } from "@ws2kit/spi";

/** A thread of a process: its last error, and what it waits for. */
export class Thread {
  lastError = 0;
  /** What a blocking call of this thread waits for, or `null`. */
  waiting: Waitable | null = null;
  /** The function and handle that wait; for messages. */
  waitingCall = "";
  /** Set by WSACancelBlockingCall; ends the wait with WSAEINTR. */
  cancelled = false;

  constructor(readonly id: number) {}
}
