import { type HWND, type MSG, PM_REMOVE, WM_QUIT } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isStructure } from "../calls/given.js";
import { type MessageFilter, MessageQueue, WindowObject } from "../kernel/message-queue.js";
import { waitFor } from "../kernel/wait.js";
import { type Api, numberOf } from "../ws2/call.js";

const ERROR_INVALID_WINDOW_HANDLE = 1400;
const ERROR_NOT_ENOUGH_QUOTA = 1816;
const ERROR_INVALID_PARAMETER = 87;

/**
 * The functions about messages of one process. They look at the network first, so a program's loop of messages is all
 * that its sockets need. Source: page remarks.
 */
export const messageFunctions = ((process) => {
  const { handles, machine } = process;
  const now = () => machine.platform.now();

  /** The current thread's queue, which its first call makes. */
  const queueHere = (): MessageQueue => {
    process.thread.queue ??= new MessageQueue();
    return process.thread.queue;
  };

  /** The next message that passes: `null` if there is none. WM_QUIT comes when nothing else is left. */
  const next = (filter: MessageFilter, removes: boolean): MSG | null => {
    const queue = queueHere();
    const found = queue.find(filter, removes);
    if (found !== null || queue.quitCode === null) return found;
    const quit = { hwnd: null, message: WM_QUIT, wParam: queue.quitCode, lParam: 0, time: now() };
    if (removes) queue.quitCode = null;
    return quit;
  };

  const filterOf = (hWnd: unknown, first: unknown, last: unknown): MessageFilter => ({
    hwnd: hWnd === null || hWnd === undefined || hWnd === 0 ? null : (hWnd as HWND),
    first: numberOf(first),
    last: numberOf(last),
  });

  const write = (lpMsg: MSG, message: MSG): boolean =>
    unlessFault(() => {
      Object.assign(lpMsg, message);
      return true;
    }, false);

  return {
    /**
     * Posts a message to a window's queue, or with `null` to the current thread's. `false` with
     * ERROR_INVALID_WINDOW_HANDLE (1400) or ERROR_NOT_ENOUGH_QUOTA (1816: the queue has 10,000 messages).
     */
    PostMessageW(hWnd: HWND | null, Msg: number, wParam: unknown, lParam: unknown): boolean {
      const isForThread = hWnd === null || hWnd === undefined;
      const message: MSG = { hwnd: isForThread ? null : hWnd, message: numberOf(Msg), wParam, lParam, time: now() };
      if (isForThread) return queueHere().post(message) || process.deny(ERROR_NOT_ENOUGH_QUOTA);
      const window = handles.find(hWnd);
      if (!(window instanceof WindowObject)) return process.deny(ERROR_INVALID_WINDOW_HANDLE);
      return window.post(message) || process.deny(ERROR_NOT_ENOUGH_QUOTA);
    },

    /** Has WM_QUIT end the current thread's loop once no other message is left. */
    PostQuitMessage(nExitCode: number): void {
      queueHere().quitCode = numberOf(nExitCode);
    },

    /**
     * Takes the next message out of the current thread's queue, and waits for one: `hWnd` `null` for those of all
     * windows and of the thread, -1 for those of the thread alone; numbers from `wMsgFilterMin` to `wMsgFilterMax`,
     * both 0 for all. 1; 0 for WM_QUIT; -1 with ERROR_INVALID_WINDOW_HANDLE, ERROR_INVALID_PARAMETER (no place for the
     * message), or WSAENETDOWN where nothing can ever post one.
     */
    GetMessageW(lpMsg: MSG, hWnd: HWND | null, wMsgFilterMin: number, wMsgFilterMax: number): number {
      if (!isStructure(lpMsg)) return process.fail(ERROR_INVALID_PARAMETER);
      const filter = filterOf(hWnd, wMsgFilterMin, wMsgFilterMax);
      const isWindow = filter.hwnd === null || filter.hwnd === -1 || handles.find(filter.hwnd) instanceof WindowObject;
      if (!isWindow) return process.fail(ERROR_INVALID_WINDOW_HANDLE);
      machine.turn();
      const isThere = () => next(filter, false) !== null;
      const code = isThere() ? 0 : waitFor(process, { ready: isThere }, -1, null, "GetMessageW");
      if (code !== 0) return process.fail(code);
      const message = next(filter, true) as MSG;
      if (!write(lpMsg, message)) return process.fail(ERROR_INVALID_PARAMETER);
      return message.message === WM_QUIT ? 0 : 1;
    },

    /** As GetMessageW, without waiting: whether there is a message; with PM_REMOVE (1) it is taken out, WM_QUIT too. */
    PeekMessageW(
      lpMsg: MSG,
      hWnd: HWND | null,
      wMsgFilterMin: number,
      wMsgFilterMax: number,
      wRemoveMsg: number,
    ): boolean {
      if (!isStructure(lpMsg)) return process.deny(ERROR_INVALID_PARAMETER);
      machine.turn();
      const message = next(filterOf(hWnd, wMsgFilterMin, wMsgFilterMax), (numberOf(wRemoveMsg) & PM_REMOVE) !== 0);
      return message !== null && write(lpMsg, message);
    },

    /** Calls the function of the message's window, and returns its result; 0 for a message without a window. */
    DispatchMessageW(lpMsg: Readonly<MSG>): unknown {
      const message = unlessFault<MSG | null>(() => ({ ...lpMsg }), null);
      const window = message === null || message.hwnd === null ? null : handles.find(message.hwnd);
      if (message === null || !(window instanceof WindowObject)) return 0;
      return window.procedure(message.hwnd as HWND, message.message, message.wParam, message.lParam);
    },

    /** Nothing: there is no keyboard, and no message of one. */
    TranslateMessage: (_lpMsg: Readonly<MSG>): boolean => false,
  };
}) satisfies Api<unknown>;
