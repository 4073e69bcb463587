import { type HWND, type WNDCLASSW, type WNDPROC, WSA_NOT_ENOUGH_MEMORY } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isString } from "../calls/given.js";
import { MessageQueue, WindowObject } from "../kernel/message-queue.js";
import type { Api } from "../ws2/call.js";

const ERROR_INVALID_WINDOW_HANDLE = 1400;
const ERROR_CANNOT_FIND_WND_CLASS = 1407;
const ERROR_CLASS_ALREADY_EXISTS = 1410;
const ERROR_INVALID_PARAMETER = 87;

/** The classes of one process, by their names in small letters. */
type Classes = Map<string, WNDPROC>;

/** Answers 0 to every message. Source: page remarks. */
export const DefWindowProcW: Api<WNDPROC> = () => () => 0;

/**
 * The functions about classes and windows of one process. Every window is message-only, whatever its parent: there is
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
     * Registers a class: a name, and the function that gets the messages of its windows. Not 0; 0 with
     * ERROR_INVALID_PARAMETER (87) or ERROR_CLASS_ALREADY_EXISTS (1410).
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
     * Makes a window of the current thread, to whose queue its messages go. 0 with ERROR_CANNOT_FIND_WND_CLASS (1407)
     * or WSA_NOT_ENOUGH_MEMORY. What C gives besides the class does not matter.
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

    /** Ends a window; its messages are dropped. `false` with ERROR_INVALID_WINDOW_HANDLE (1400). */
    DestroyWindow(hWnd: HWND): boolean {
      const window = handles.find(hWnd);
      if (!(window instanceof WindowObject) || window.queue === null) return process.deny(ERROR_INVALID_WINDOW_HANDLE);
      window.queue.forget(hWnd);
      handles.remove(hWnd);
      machine.counters.handles--;
      return true;
    },

    /** Whether there is such a window. */
    IsWindow: (hWnd: HWND): boolean => handles.find(hWnd) instanceof WindowObject,
  };
}) satisfies Api<unknown>;
