import type { HWND, MSG, WNDPROC } from "@ws2kit/spi";
import { type KernelObject, WINDOW_OBJECT } from "./handle-table.js";
import { QUEUE_BOUND } from "./queue-bound.js";

/**
 * The messages that a call asks for: those of one window, or of any (`null`), with numbers from `first` to `last`; 0
 * and 0 stand for all numbers.
 */
export interface MessageFilter {
  readonly hwnd: HWND | null;
  readonly first: number;
  readonly last: number;
}

/** The messages of one thread, in the order in which they were posted. */
export class MessageQueue {
  readonly #messages: MSG[] = [];
  /** The exit code that PostQuitMessage has set; `null` before that, and after WM_QUIT has been removed. */
  quitCode: number | null = null;

  /** Appends a message. Returns false if the queue is full. */
  post(message: MSG): boolean {
    return this.#messages.length < QUEUE_BOUND && this.#messages.push(message) > 0;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0 && this.quitCode === null;
  }

  /** Returns the first message that passes the filter, or `null`. With `removes`, removes it from the queue. */
  find({ hwnd, first, last }: MessageFilter, removes: boolean): MSG | null {
    const isAny = first === 0 && last === 0;
    const at = this.#messages.findIndex(
      (each) =>
        (hwnd === null || each.hwnd === (hwnd === -1 ? null : hwnd)) &&
        (isAny || (each.message >= first && each.message <= last)),
    );
    if (at < 0) return null;
    return removes ? this.#messages.splice(at, 1)[0] : this.#messages[at];
  }

  /** Removes the messages of a window that has been destroyed. */
  forget(hwnd: HWND): void {
    for (let i = this.#messages.length - 1; i >= 0; i--)
      if (this.#messages[i].hwnd === hwnd) this.#messages.splice(i, 1);
  }
}

/**
 * A window that only receives messages. Messages for a program's window go to its thread's queue; a DLL's window
 * receives them at once.
 */
export class WindowObject implements KernelObject {
  readonly kind = WINDOW_OBJECT;

  constructor(
    /** Posts a message; returns `false` if there is no room. */
    readonly post: (message: MSG) => boolean,
    readonly procedure: WNDPROC,
    /** The queue of the program's thread that owns the window; `null` for a DLL's window. */
    readonly queue: MessageQueue | null,
  ) {}
}
