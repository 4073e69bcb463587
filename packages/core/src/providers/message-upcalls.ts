import type { HWND, WSPUPCALLTABLE } from "@ws2kit/spi";
import { WindowObject } from "../kernel/message-queue.js";
import type { Api } from "../ws2/call.js";

/** The upcall that posts a window's message. Source: reference §2.1 slot 7. */
export const messageUpcalls: Api<Pick<WSPUPCALLTABLE, "WPUPostMessage">> = ({ handles, machine }) => ({
  WPUPostMessage(hWnd, Msg, wParam, lParam) {
    const window = handles.find(hWnd as HWND);
    if (!(window instanceof WindowObject)) return false;
    return window.post({ hwnd: hWnd as HWND, message: Msg, wParam, lParam, time: machine.platform.now() });
  },
});
