/**
 * Receives a socket's events as messages of a window, in the only loop of the program.
 *
 * Functions: WSAAsyncSelect, RegisterClassW, CreateWindowExW, GetMessageW, TranslateMessage, DispatchMessageW,
 *   PostQuitMessage, DestroyWindow, DefWindowProcW.
 */
import { FD_READ, HWND_MESSAGE, type Machine, newMSG, WM_USER, WSAGETSELECTEVENT } from "@ws2kit/target";
import { bound, bytesOf, sound, start, textOf } from "./conversation.js";

const WM_SOCKET = WM_USER + 1;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { user32 } = ws2;
  const { s, address } = bound(ws2);
  user32.RegisterClassW({
    lpszClassName: "sockets",
    lpfnWndProc: (hWnd, message, wParam, lParam) => {
      if (message !== WM_SOCKET) return user32.DefWindowProcW(hWnd, message, wParam, lParam);
      const buffer = new Uint8Array(20);
      const received = sound(ws2, ws2.recv(s, buffer, buffer.length, 0), "recv");
      log("FD_READ:", WSAGETSELECTEVENT(Number(lParam)) === FD_READ, textOf(buffer, received));
      user32.PostQuitMessage(3);
      return 0;
    },
  });
  const hWnd = user32.CreateWindowExW(0, "sockets", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  sound(ws2, ws2.WSAAsyncSelect(s, hWnd, WM_SOCKET, FD_READ), "WSAAsyncSelect");
  sound(ws2, ws2.sendto(s, bytesOf("hello"), 5, 0, address, address.length), "sendto");

  const message = newMSG();
  while (user32.GetMessageW(message, null, 0, 0) > 0) {
    user32.TranslateMessage(message);
    user32.DispatchMessageW(message);
  }
  log("the exit code of PostQuitMessage:", message.wParam);
  user32.DestroyWindow(hWnd);
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: FD_READ: true hello
// prints: the exit code of PostQuitMessage: 3
