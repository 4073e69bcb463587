import { type HWND, HWND_MESSAGE, type MSG, newMSG, PM_REMOVE, WM_USER } from "@ws2kit/spi";
import { equal, NotArranged } from "../findings/finding.js";
import type { Program } from "./program.js";

/** The message that checks have posted to their windows. */
export const WM_SOCKET = WM_USER + 1;

/** A window of a program, and the arguments of the calls of its window function. */
export class MessageWindow {
  readonly hWnd: HWND;
  readonly seen: MSG[] = [];
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
    const { user32 } = program.desktop;
    const lpfnWndProc = (hwnd: HWND, message: number, wParam: unknown, lParam: unknown) => {
      this.seen.push({ hwnd, message, wParam, lParam, time: 0 });
      return message;
    };
    // the next name that no window of the program has
    let windows = 1;
    while (user32.RegisterClassW({ lpszClassName: `check ${windows}`, lpfnWndProc }) === 0) windows++;
    const name = `check ${windows}`;
    this.hWnd = user32.CreateWindowExW(0, name, null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
    if (this.hWnd === 0) throw new NotArranged("CreateWindowExW made no window");
    program.bench.atClose(() => user32.DestroyWindow(this.hWnd));
  }

  /** Waits for the next message. */
  next(): MSG {
    const message = newMSG();
    equal(this.#program.desktop.user32.GetMessageW(message, this.hWnd, 0, 0), 1, "what GetMessageW answers");
    return message;
  }

  /** Waits for a short time, and removes the messages that have arrived. */
  drain(): MSG[] {
    const { kernel32, user32 } = this.#program.desktop;
    kernel32.Sleep(50);
    const all: MSG[] = [];
    for (let message = newMSG(); user32.PeekMessageW(message, this.hWnd, 0, 0, PM_REMOVE); message = newMSG()) {
      all.push(message);
    }
    return all;
  }
}
