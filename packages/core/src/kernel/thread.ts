import type { Waitable, WSATHREADID } from "@ws2kit/spi";
import type { MessageQueue } from "./message-queue.js";
import type { ThreadObject } from "./thread-object.js";

/** A thread of a process: its last error, and what it waits for. */
export class Thread {
  lastError = 0;
  /** What a blocking call of this thread waits for, or `null`. */
  waiting: Waitable | null = null;
  /** The function and handle that wait; for messages. */
  waitingCall = "";
  /** SO_OPENTYPE: not 0 where `socket` is to make sockets without the overlapped attribute. */
  openType = 0;
  /** A Winsock 1.1 program's blocking hook. */
  hook: { readonly routine: () => void; run(): void } | null = null;
  /** Set by WSACancelBlockingCall; ends the wait with WSAEINTR. */
  cancelled = false;

  /** User APCs, which run in alertable waits alone. */
  readonly apcs: (() => void)[] = [];
  /** What handles of it stand for; none before the first. */
  declare object?: ThreadObject;
  /** Its window messages; none before it has a window or asks for a message. */
  declare queue?: MessageQueue;
  /** How providers name this thread. */
  readonly identity: WSATHREADID = { ThreadHandle: this, Reserved: null };

  constructor(readonly id: number) {}
}
