import type { Waitable, WSATHREADID } from "@ws2kit/spi";
import type { MessageQueue } from "./message-queue.js";
import type { ThreadObject } from "./thread-object.js";

/** A thread of a process: its last error and its blocking call. */
export class Thread {
  /** The code of WSAGetLastError. */
  lastError = 0;
  /** The object that a blocking call of this thread waits for; `null` without such a call. */
  waiting: Waitable | null = null;
  /** The thread of the provider's DLL that waits; `null` if ws2 itself waits. */
  waitingIn: object | null = null;
  /** The name of the blocking function, for messages. */
  waitingCall = "";
  /** SO_OPENTYPE: if it is not 0, `socket` makes sockets without the overlapped attribute. */
  openType = 0;
  /** A Winsock 1.1 program's blocking hook. */
  hook: { readonly routine: () => void; run(): void } | null = null;
  /** Set by WSACancelBlockingCall; ends the wait with WSAEINTR. */
  cancelled = false;

  /** User APCs; they run only in alertable waits. */
  readonly apcs: (() => void)[] = [];
  /** The object of its handles; absent before the first handle. */
  declare object?: ThreadObject;
  /** Its window messages; absent before it makes a window or asks for a message. */
  declare queue?: MessageQueue;
  /** The identifier that providers use for this thread. */
  readonly identity: WSATHREADID = { ThreadHandle: this, Reserved: null };

  constructor(
    /** The thread's identifier, unique in its process. */
    readonly id: number,
  ) {}
}
