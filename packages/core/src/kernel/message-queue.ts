import type { HWND, MSG, WNDPROC } from "@ws2kit/spi";
import { type KernelObject, WINDOW_OBJECT } from "./handle-table.js";
import { QUEUE_BOUND } from "./queue-bound.js";

/** Which messages a call takes: those of a window, `null` for any, and those between two numbers; 0 and 0 for all. */
export interface MessageFilter {
  readonly hwnd: HWND | null;
  readonly first: number;
  readonly last: number;
}

/** The messages of one thread, in the order in which they were posted. */
export class MessageQueue {
  readonly #messages: MSG[] = [];
  /** PostQuitMessage's exit code; `null` before, and once WM_QUIT has been taken. */
  quitCode: number | null = null;

  /** Whether there is room. */
  post(message: MSG): boolean {
    return this.#messages.length < QUEUE_BOUND && this.#messages.push(message) > 0;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0 && this.quitCode === null;
  }

  /** Finds the first message that passes, and takes it out with `removes`. */
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

  /** Forgets the messages of a window that is no more. */
  forget(hwnd: HWND): void {
    for (let i = this.#messages.length - 1; i >= 0; i--)
      if (this.#messages[i].hwnd === hwnd) this.#messages.splice(i, 1);
  }
}

/** A window that only receives messages: those of a program go to its thread's queue, those of a DLL's to the DLL. */
export class WindowObject implements KernelObject {
  readonly kind = WINDOW_OBJECT;

  constructor(
    /** Takes a message; `false` where there is no room. */
    readonly post: (message: MSG) => boolean,
    readonly procedure: WNDPROC,
    /** Whose window it is: a program's thread, by its queue. */
    readonly queue: MessageQueue | null,
  ) {}
}
