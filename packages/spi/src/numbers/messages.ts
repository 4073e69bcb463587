/**
 * The window messages that Winsock needs.
 *
 * Source: page remarks.
 */
export const WM_NULL = 0x0000;
export const WM_QUIT = 0x0012;
/** The first message that a program defines itself. */
export const WM_USER = 0x0400;
export const WM_APP = 0x8000;

export const PM_NOREMOVE = 0;
export const PM_REMOVE = 1;

/** The parent of a window that only receives messages. */
export const HWND_MESSAGE = -3;

export const QS_POSTMESSAGE = 0x0008;
export const QS_ALLINPUT = 0x04ff;
export const MWMO_WAITALL = 1;
export const MWMO_ALERTABLE = 2;
export const MWMO_INPUTAVAILABLE = 4;

/** A window of a process: a small integer, as every handle is. */
export type HWND = number & { readonly __brand?: "HWND" };

/** A message, as GetMessageW reports it. */
export interface MSG {
  /** The window, or `null` for a message to the thread. */
  hwnd: HWND | null;
  /** Its number, WM_*. */
  message: number;
  /** The first value of the message; for WSAAsyncSelect, the socket. */
  wParam: unknown;
  /** The second value of the message; for WSAAsyncSelect, the event and its code. */
  lParam: unknown;
  /** When it was posted, in milliseconds of the platform's clock. */
  time: number;
}

/** Makes a MSG for GetMessageW to fill. */
export function newMSG(): MSG {
  return { hwnd: null, message: 0, wParam: 0, lParam: 0, time: 0 };
}

/** A window procedure. DispatchMessageW calls it with a message and returns its result. */
export type WNDPROC = (hWnd: HWND, uMsg: number, wParam: unknown, lParam: unknown) => unknown;

/** A window class, for RegisterClassW. */
export interface WNDCLASSW {
  /** The window procedure: receives the messages of the class's windows. */
  readonly lpfnWndProc: WNDPROC;
  /** The name by which CreateWindowExW finds the class. Upper and lower case do not differ. */
  readonly lpszClassName: string;
}

/** The lParam of WSAAsyncSelect's message: an FD_* in its low word, and a code, or 0, in its high word. */
export function WSAMAKESELECTREPLY(event: number, error: number): number {
  return ((error << 16) | event) >>> 0;
}

/** The event, FD_*, in the lParam of WSAAsyncSelect's message. */
export function WSAGETSELECTEVENT(lParam: unknown): number {
  return Number(lParam) & 0xffff;
}

/** The code in the lParam of WSAAsyncSelect's message; 0 for an event without an error. */
export function WSAGETSELECTERROR(lParam: unknown): number {
  return (Number(lParam) >>> 16) & 0xffff;
}

/** The lParam of the message of a WSAAsyncGet* function: a length in the low word, a code in the high word. */
export const WSAMAKEASYNCREPLY = WSAMAKESELECTREPLY;

/** The code in the lParam of the message of a WSAAsyncGet* function. */
export const WSAGETASYNCERROR = WSAGETSELECTERROR;

/**
 * The length of the result's structure in bytes, in the lParam of the message of a WSAAsyncGet* function.
 */
export const WSAGETASYNCBUFLEN = WSAGETSELECTEVENT;
