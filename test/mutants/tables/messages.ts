import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  type HANDLE,
  ref,
  sockaddr_in,
  WSAMAKESELECTREPLY,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { having } from "../having.js";
import { mutants, type Row } from "../rows.js";

type Select = WSPPROC_TABLE["WSPAsyncSelect"];

/** WSPAsyncSelect with another mask. */
const masked = (change: (lEvent: number) => number) => ({
  slots: {
    WSPAsyncSelect:
      (select: Select): Select =>
      (s, hWnd, wMsg, lEvent, lpErrno) =>
        select(s, hWnd, wMsg, change(lEvent), lpErrno),
  },
});

/** Posts with another lParam, or does not post. */
const posting = (change: (lParam: number) => number | null) => ({
  upcalls: {
    WPUPostMessage:
      (post: (hWnd: unknown, Msg: number, wParam: unknown, lParam: unknown) => boolean) =>
      (hWnd: unknown, Msg: number, wParam: unknown, lParam: unknown) => {
        const changed = change(Number(lParam));
        return changed === null || post(hWnd, Msg, wParam, changed);
      },
  },
});

/** Events that are posted only once for a socket, although they are enabled again. */
const postingOnce = (bit: number) => () => {
  const posted = new Set<unknown>();
  return {
    upcalls: {
      WPUPostMessage:
        (post: WSPUPCALLTABLE["WPUPostMessage"]): WSPUPCALLTABLE["WPUPostMessage"] =>
        (hWnd, Msg, wParam, lParam) => {
          if ((Number(lParam) & bit) === 0) return post(hWnd, Msg, wParam, lParam);
          const isFirst = !posted.has(wParam);
          posted.add(wParam);
          return !isFirst || post(hWnd, Msg, wParam, lParam);
        },
    },
  };
};

const WINDOWS: readonly Row[] = [
  [
    "a message is dispatched when it is posted",
    "window/queue",
    {
      api: {
        PostMessageW: (post, process) => (hWnd, message, wParam, lParam) => {
          const { user32 } = process as unknown as { user32: { DispatchMessageW(message: object): unknown } };
          user32.DispatchMessageW({ hwnd: hWnd, message, wParam, lParam, time: 0 });
          return post(hWnd, message, wParam, lParam);
        },
      },
    },
  ],
  [
    "PeekMessageW ignores the range of messages",
    "window/filter",
    { api: { PeekMessageW: (peek) => (message, hWnd, _first, _last, remove) => peek(message, hWnd, 0, 0, remove) } },
  ],
  ["WM_QUIT is never received", "window/quit", { api: { PostQuitMessage: () => () => undefined } }],
  ["DestroyWindow does not destroy the window", "window/none", { api: { DestroyWindow: () => () => true } }],
  [
    "MsgWaitForMultipleObjects waits only for objects",
    "MsgWaitForMultipleObjects/either",
    {
      api: { MsgWaitForMultipleObjects: (wait) => (count, handles, all, ms) => wait(count, handles, all, ms, 0) },
    },
  ],
  ["WPUPostMessage does nothing", "WPUPostMessage/posts", { upcalls: { WPUPostMessage: () => () => true } }],
];

const EVENTS: readonly Row[] = [
  [
    "WSPAsyncSelect does nothing with a mask of 0",
    "WSAAsyncSelect/replaces",
    {
      slots: {
        WSPAsyncSelect:
          (select: Select): Select =>
          (s, hWnd, wMsg, lEvent, lpErrno) =>
            lEvent === 0 ? 0 : select(s, hWnd, wMsg, lEvent, lpErrno),
      },
    },
  ],
  ["FD_READ is never posted", "WSAAsyncSelect/FD_READ", masked((lEvent) => lEvent & ~FD_READ)],
  ["FD_WRITE is never posted", "WSAAsyncSelect/FD_WRITE", posting((lParam) => ((lParam & 0x2) !== 0 ? null : lParam))],
  ["FD_OOB is never posted", "WSAAsyncSelect/FD_OOB", posting((lParam) => ((lParam & 0x4) !== 0 ? null : lParam))],
  ["a message of a failed connect has no code", "WSAAsyncSelect/FD_CONNECT", posting((lParam) => lParam & 0xffff)],
  [
    "a connect that ended before WSPAsyncSelect is posted",
    "WSAAsyncSelect/FD_CONNECT (before the call)",
    () => {
      let post: WSPUPCALLTABLE["WPUPostMessage"];
      const { slots } = having((original) => ({
        WSPAsyncSelect(s, hWnd, wMsg, lEvent, lpErrno) {
          const result = original.WSPAsyncSelect(s, hWnd, wMsg, lEvent, lpErrno);
          const isConnected = original.WSPGetPeerName(s, sockaddr_in("0.0.0.0", 0), ref(16), ref(0)) === 0;
          if (isConnected) post(hWnd, wMsg, s, WSAMAKESELECTREPLY(FD_CONNECT, 0));
          return result;
        },
      }))();
      return {
        slots,
        upcalls: {
          WPUPostMessage: (original) => {
            post = original;
            return original;
          },
        },
      };
    },
  ],
  [
    "FD_ACCEPT is posted only once, even if it is selected again",
    "WSAAsyncSelect/again (FD_ACCEPT)",
    postingOnce(FD_ACCEPT),
  ],
  [
    "FD_CLOSE is posted only once, even if it is selected again",
    "WSAAsyncSelect/again (FD_CLOSE)",
    postingOnce(FD_CLOSE),
  ],
  ["FD_CLOSE has no code", "WSAAsyncSelect/FD_CLOSE", posting((lParam) => lParam & 0xffff)],
  [
    "an accepted socket posts under its listener's handle",
    "WSAAsyncSelect/FD_ACCEPT",
    () => {
      let first: unknown = null;
      return {
        upcalls: {
          WPUPostMessage: (post) => (hWnd, Msg, wParam, lParam) => {
            first ??= wParam;
            return post(hWnd, Msg, first, lParam);
          },
        },
      };
    },
  ],
  [
    "WSPAsyncSelect accepts any window",
    "WSAAsyncSelect/window",
    {
      slots: {
        WSPAsyncSelect:
          (select: Select): Select =>
          (...args) =>
            select(...args) && 0,
      },
    },
  ],
  [
    "WSPAsyncSelect does not make the socket non-blocking",
    "WSAAsyncSelect/non-blocking",
    { slots: { WSPAsyncSelect: () => () => 0 } },
  ],
];

const LOOK_UPS: readonly Row[] = [
  [
    "a look-up posts another message than the requested one",
    "WSAAsyncGetHostByName/answer (WSAAsyncGetHostByName)",
    {
      api: {
        WSAAsyncGetHostByName:
          (ask) =>
          (hWnd, wMsg, ...others) =>
            ask(hWnd, wMsg + 1, ...others),
      },
    },
  ],
  [
    "a look-up finds a name that does not exist",
    "WSAAsyncGetHostByName/unknown (WSAAsyncGetProtoByNumber)",
    {
      api: {
        WSAAsyncGetProtoByNumber:
          (ask) =>
          (hWnd, wMsg, _number, ...others) =>
            ask(hWnd, wMsg, 6, ...others),
      },
    },
  ],
  [
    "a look-up ignores buflen",
    "WSAAsyncGetHostByName/buffer-short (WSAAsyncGetServByName)",
    {
      api: {
        WSAAsyncGetServByName: (ask) => (hWnd, wMsg, name, proto, buf, buflen) =>
          ask(hWnd, wMsg, name, proto, buf, buf?.length ?? buflen),
      },
    },
  ],
  [
    "a look-up accepts a handle that is not a window",
    "WSAAsyncGetHostByName/window (WSAAsyncGetHostByAddr)",
    {
      api: {
        WSAAsyncGetHostByAddr:
          (ask) =>
          (...args) =>
            ask(...args) || (4 as HANDLE),
      },
    },
  ],
  ["a request cannot be cancelled", "WSACancelAsyncRequest/cancels", { api: { WSACancelAsyncRequest: () => () => 0 } }],
  [
    "a request that has ended is cancelled",
    "WSACancelAsyncRequest/done",
    { api: { WSACancelAsyncRequest: (cancel) => (request) => cancel(request) && 0 } },
  ],
  ["WSACleanup does not end requests", "WSACancelAsyncRequest/cleanup", { api: { WSACleanup: () => () => 0 } }],
];

/** Windows, the events that are posted to them, and look-ups. */
export const MESSAGES = [
  ...mutants("ws2", "desktop", LOOK_UPS),
  ...mutants("ws2", "desktop", WINDOWS),
  ...mutants("base", "desktop", EVENTS),
];
