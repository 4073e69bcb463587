import { type HWND, type WNDCLASSW, type WNDPROC, WSA_NOT_ENOUGH_MEMORY } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isString } from "../calls/given.js";
import { MessageQueue, WindowObject } from "../kernel/message-queue.js";
import type { Api } from "../ws2/call.js";

const ERROR_INVALID_WINDOW_HANDLE = 1400;
const ERROR_CANNOT_FIND_WND_CLASS = 1407;
const ERROR_CLASS_ALREADY_EXISTS = 1410;
const ERROR_INVALID_PARAMETER = 87;

/** The window classes of one process, by their names in lower case. */
type Classes = Map<string, WNDPROC>;

/**
 * The window procedure of messages that a program does not handle: returns 0. Its parameters `hWnd`, `uMsg`, `wParam`
 * and `lParam` are ignored. Source: page remarks.
 */
export const DefWindowProcW: Api<WNDPROC> = () => () => 0;

/**
 * The functions for window classes and windows, of one process. Every window is message-only, for any parent: there is
 * no screen. Source: page remarks.
 */
export const windowFunctions = ((process) => {
  const classes: Classes = new Map();
  const { handles, machine } = process;

  const refuse = (code: number): 0 => {
    process.fail(code);
    return 0;
  };

  return {
    /**
     * Registers a window class. Codes: ERROR_INVALID_PARAMETER (87), ERROR_CLASS_ALREADY_EXISTS (1410).
     *
     * @param lpWndClass the class: its name, and the window procedure that receives the messages of its windows
     * @returns a number other than 0, or 0
     */
    RegisterClassW(lpWndClass: WNDCLASSW): number {
      const given = unlessFault<WNDCLASSW | null>(() => ({ ...lpWndClass }), null);
      const isSound = typeof given?.lpfnWndProc === "function" && isString(given.lpszClassName);
      if (!isSound) return refuse(ERROR_INVALID_PARAMETER);
      const name = given.lpszClassName.toLowerCase();
      if (classes.has(name)) return refuse(ERROR_CLASS_ALREADY_EXISTS);
      classes.set(name, given.lpfnWndProc);
      return classes.size;
    },

    /**
     * Makes a window of the current thread; its messages go to the queue of that thread. Only the class counts: the
     * other parameters of C, `_dwExStyle`, `_lpWindowName`, `_dwStyle`, `_X`, `_Y`, `_nWidth`, `_nHeight`,
     * `_hWndParent`, `_hMenu`, `_hInstance` and `_lpParam`, are ignored. Codes: ERROR_CANNOT_FIND_WND_CLASS (1407),
     * WSA_NOT_ENOUGH_MEMORY.
     *
     * @param lpClassName the name of a registered class
     * @returns the window, or 0
     */
    CreateWindowExW(
      _dwExStyle: number,
      lpClassName: string,
      _lpWindowName: string | null,
      _dwStyle: number,
      _X: number,
      _Y: number,
      _nWidth: number,
      _nHeight: number,
      _hWndParent: number | null,
      _hMenu: unknown,
      _hInstance: unknown,
      _lpParam: unknown,
    ): HWND {
      const procedure = isString(lpClassName) ? classes.get(lpClassName.toLowerCase()) : undefined;
      if (procedure === undefined) return refuse(ERROR_CANNOT_FIND_WND_CLASS);
      const { thread } = process;
      thread.queue ??= new MessageQueue();
      const { queue } = thread;
      const handle = handles.add(new WindowObject((message) => queue.post(message), procedure, queue));
      if (handle === 0) return refuse(WSA_NOT_ENOUGH_MEMORY);
      machine.counters.handles++;
      return handle as HWND;
    },

    /**
     * Destroys a window, and removes its messages from the queue. Codes: ERROR_INVALID_WINDOW_HANDLE (1400).
     *
     * @param hWnd the window
     * @returns `true`, or `false`
     */
    DestroyWindow(hWnd: HWND): boolean {
      const window = handles.find(hWnd);
      if (!(window instanceof WindowObject) || window.queue === null) return process.deny(ERROR_INVALID_WINDOW_HANDLE);
      window.queue.forget(hWnd);
      handles.remove(hWnd);
      machine.counters.handles--;
      return true;
    },

    /**
     * Returns whether a handle is a window.
     *
     * @param hWnd the handle
     */
    IsWindow: (hWnd: HWND): boolean => handles.find(hWnd) instanceof WindowObject,
  };
}) satisfies Api<unknown>;
