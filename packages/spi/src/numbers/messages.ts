/**
 * Window messages, as far as Winsock needs them.
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

/** A message as GetMessageW takes it out of the queue. */
export interface MSG {
  /** The window, or `null` for a message to the thread. */
  hwnd: HWND | null;
  /** Its number, WM_*. */
  message: number;
  /** What comes with it; of WSAAsyncSelect's message, the socket. */
  wParam: unknown;
  /** What comes with it besides; of WSAAsyncSelect's message, the event and its code. */
  lParam: unknown;
  /** When it was posted, in milliseconds of the platform's clock. */
  time: number;
}

/** A place for a message. */
export function newMSG(): MSG {
  return { hwnd: null, message: 0, wParam: 0, lParam: 0, time: 0 };
}

/** Called by DispatchMessageW with a window's messages; its result is that of the call. */
export type WNDPROC = (hWnd: HWND, uMsg: number, wParam: unknown, lParam: unknown) => unknown;

/** What RegisterClassW needs to know of a class. */
export interface WNDCLASSW {
  /** Gets the messages of the class's windows. */
  readonly lpfnWndProc: WNDPROC;
  /** The name by which CreateWindowExW finds the class; upper and lower case are alike. */
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

/** The code in the lParam of WSAAsyncSelect's message; 0 where the event brought no error. */
export function WSAGETSELECTERROR(lParam: unknown): number {
  return (Number(lParam) >>> 16) & 0xffff;
}

/** The lParam of the message of WSAAsyncGetHostByName and its kin: a length, and a code in the high word. */
export const WSAMAKEASYNCREPLY = WSAMAKESELECTREPLY;

/** The code in the lParam of the message of WSAAsyncGetHostByName and its kin. */
export const WSAGETASYNCERROR = WSAGETSELECTERROR;

/**
 * The bytes that the answer takes as C lays it out, in the lParam of the message of WSAAsyncGetHostByName and its kin.
 */
export const WSAGETASYNCBUFLEN = WSAGETSELECTEVENT;
