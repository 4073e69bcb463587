import {
  INVALID_SOCKET,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WM_USER,
  WSAEINVAL,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";

/** The window of the application that receives the messages of a socket. */
interface Target {
  readonly socket: LayerSocket;
  readonly hWnd: unknown;
  readonly wMsg: number;
}

/**
 * WSAAsyncSelect through a layer that creates its handles. The provider below posts messages to a window of the layer.
 * The layer posts each to the application's window, with the upper handle in place of the lower. An accepted socket
 * uses its listener's window. Source: reference §1 slot 2, §1.2.
 */
export function passMessages(layer: Layer): Pick<WSPPROC_TABLE, "WSPAccept" | "WSPAsyncSelect" | "WSPCleanup"> {
  const { imports } = layer;
  const { WSPAccept, WSPAsyncSelect, WSPCleanup } = layer.pass;
  /** The key is the handle below. */
  const targets = new Map<unknown, Target>();
  let window = 0;

  /** When there are more rows, those of closed sockets are removed. */
  let most = 16;

  function add(target: Target): void {
    targets.set(target.socket.lower, target);
    if (targets.size <= most) return;
    for (const [lower, { socket }] of targets) {
      if (layer.find(socket.upper, layer.ignored) !== socket) targets.delete(lower);
    }
    most = 2 * targets.size;
  }

  function postOn(lower: unknown, lParam: unknown): void {
    const target = targets.get(lower);
    if (target === undefined || target.socket.isClosing) return;
    layer.upcalls.WPUPostMessage(target.hWnd, target.wMsg, target.socket.upper, lParam);
  }

  return {
    WSPAsyncSelect(s, hWnd, wMsg, lEvent, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      // the upper and the lower handle are the same, or the provider below refuses the message
      if (socket.lower === s || typeof wMsg !== "number") return WSPAsyncSelect(s, hWnd, wMsg, lEvent, lpErrno);
      if (lEvent !== 0 && !imports.isWindow(hWnd as number)) {
        setErrno(lpErrno, WSAEINVAL);
        return SOCKET_ERROR;
      }
      if (window === 0) window = imports.createWindow((_Msg, wParam, lParam) => postOn(wParam, lParam));
      const before = targets.get(socket.lower);
      add({ socket, hWnd, wMsg });
      const result = WSPAsyncSelect(s, window, WM_USER, lEvent, lpErrno);
      if (result !== 0 && before !== undefined) add(before);
      else if (result !== 0) targets.delete(socket.lower);
      return result;
    },

    WSPAccept(...args) {
      const accepted = WSPAccept(...args);
      if (accepted === INVALID_SOCKET || targets.size === 0) return accepted;
      const listener = layer.find(args[0] as SOCKET, layer.ignored);
      const target = listener === null ? undefined : targets.get(listener.lower);
      const socket = layer.find(accepted, layer.ignored);
      if (target !== undefined && socket !== null) add({ ...target, socket });
      return accepted;
    },

    WSPCleanup(lpErrno) {
      const result = WSPCleanup(lpErrno);
      if (layer.startups > 0 || window === 0) return result;
      imports.closeWindow(window);
      window = 0;
      targets.clear();
      return result;
    },
  };
}
