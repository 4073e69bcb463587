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
 * The functions for messages, of one process. GetMessageW and PeekMessageW poll the network first, so a program's
 * message loop is all that its sockets need. Source: page remarks.
 */
export const messageFunctions = ((process) => {
  const { handles, machine } = process;
  const now = () => machine.platform.now();

  /** The current thread's queue; made at the first call. */
  const queueHere = (): MessageQueue => {
    process.thread.queue ??= new MessageQueue();
    return process.thread.queue;
  };

  /** The next message that passes the filter, or `null`. WM_QUIT passes when no other message does. */
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
     * Posts a message to a window's queue, or to the current thread's queue. Codes: ERROR_INVALID_WINDOW_HANDLE (1400),
     * ERROR_NOT_ENOUGH_QUOTA (1816: the queue holds 10,000 messages).
     *
     * @param hWnd the window; null for the current thread
     * @param Msg the number of the message
     * @param wParam any value
     * @param lParam any value
     * @returns `true`, or `false`
     */
    PostMessageW(hWnd: HWND | null, Msg: number, wParam: unknown, lParam: unknown): boolean {
      const isForThread = hWnd === null || hWnd === undefined;
      const message: MSG = { hwnd: isForThread ? null : hWnd, message: numberOf(Msg), wParam, lParam, time: now() };
      if (isForThread) return queueHere().post(message) || process.deny(ERROR_NOT_ENOUGH_QUOTA);
      const window = handles.find(hWnd);
      if (!(window instanceof WindowObject)) return process.deny(ERROR_INVALID_WINDOW_HANDLE);
      return window.post(message) || process.deny(ERROR_NOT_ENOUGH_QUOTA);
    },

    /**
     * Ends the current thread's message loop: GetMessageW reports WM_QUIT when the queue has no other message.
     *
     * @param nExitCode the wParam of WM_QUIT
     */
    PostQuitMessage(nExitCode: number): void {
      queueHere().quitCode = numberOf(nExitCode);
    },

    /**
     * Removes the next message from the current thread's queue; waits until there is a message.
     *
     * Codes, with -1: ERROR_INVALID_WINDOW_HANDLE (1400), ERROR_INVALID_PARAMETER (87: `lpMsg` cannot be written),
     * WSAENETDOWN (nothing can ever post a message).
     *
     * @param lpMsg receives the message
     * @param hWnd the window; null for all windows and the thread, -1 for the thread's own messages
     * @param wMsgFilterMin the lowest message number; 0, with `wMsgFilterMax` 0, for all numbers
     * @param wMsgFilterMax the highest message number
     * @returns 1; 0 for WM_QUIT; or -1
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

    /**
     * Reports the next message of the current thread's queue, without waiting. Codes: ERROR_INVALID_PARAMETER (87:
     * `lpMsg` cannot be written).
     *
     * @param lpMsg receives the message
     * @param hWnd as for GetMessageW
     * @param wMsgFilterMin as for GetMessageW
     * @param wMsgFilterMax as for GetMessageW
     * @param wRemoveMsg PM_REMOVE (1) removes the message from the queue, WM_QUIT too; 0 leaves it
     * @returns whether there is a message
     */
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

    /**
     * Calls the window procedure of the message's window.
     *
     * @param lpMsg the message
     * @returns the procedure's result; 0 for a message without a window
     */
    DispatchMessageW(lpMsg: Readonly<MSG>): unknown {
      const message = unlessFault<MSG | null>(() => ({ ...lpMsg }), null);
      const window = message === null || message.hwnd === null ? null : handles.find(message.hwnd);
      if (message === null || !(window instanceof WindowObject)) return 0;
      return window.procedure(message.hwnd as HWND, message.message, message.wParam, message.lParam);
    },

    /**
     * Does nothing, as there is no keyboard: a message loop may call it.
     *
     * @param _lpMsg ignored
     * @returns `false`
     */
    TranslateMessage: (_lpMsg: Readonly<MSG>): boolean => false,
  };
}) satisfies Api<unknown>;
