import type { Waitable, WSATHREADID } from "@ws2kit/spi";
import type { MessageQueue } from "./message-queue.js";
import type { ThreadObject } from "./thread-object.js";

/** A thread of a process: its last error and its blocking call. */
export class Thread {
  /** The code of WSAGetLastError. */
  lastError = 0;
  /** The object that a blocking call of this thread waits for; `null` without such a call. */
  waiting: Waitable | null = null;
  /** The DLL that waits, by its thread; `null` for a wait of ws2's own. */
  waitingIn: object | null = null;
  /** The name of the blocking function, and its handle; for messages. */
  waitingCall = "";
  /** SO_OPENTYPE: not 0 where `socket` is to make sockets without the overlapped attribute. */
  openType = 0;
  /** A Winsock 1.1 program's blocking hook. */
  hook: { readonly routine: () => void; run(): void } | null = null;
  /** Set by WSACancelBlockingCall; ends the wait with WSAEINTR. */
  cancelled = false;

  /** User APCs; they run only in alertable waits. */
  readonly apcs: (() => void)[] = [];
  /** What handles of it stand for; none before the first. */
  declare object?: ThreadObject;
  /** Its window messages; none before it has a window or asks for a message. */
  declare queue?: MessageQueue;
  /** The identifier that providers use for this thread. */
  readonly identity: WSATHREADID = { ThreadHandle: this, Reserved: null };

  constructor(
    /** The thread's identifier, unique in its process. */
    readonly id: number,
  ) {}
}
