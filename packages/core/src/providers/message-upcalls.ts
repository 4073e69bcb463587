import type { HWND, Platform, WSPUPCALLTABLE } from "@ws2kit/spi";
import type { HandleTable } from "../kernel/handle-table.js";
import { WindowObject } from "../kernel/message-queue.js";

/** The parts of a process that posting a message uses. */
interface Poster {
  readonly handles: HandleTable;
  readonly machine: { readonly platform: Platform };
}

/** The upcall that posts a message to a window. Source: reference §2.1 slot 7. */
export const messageUpcalls = ({ handles, machine }: Poster): Pick<WSPUPCALLTABLE, "WPUPostMessage"> => ({
  WPUPostMessage(hWnd, Msg, wParam, lParam) {
    const window = handles.find(hWnd as HWND);
    if (!(window instanceof WindowObject)) return false;
    return window.post({ hwnd: hWnd as HWND, message: Msg, wParam, lParam, time: machine.platform.now() });
  },
});
