/** winfinger: the same question in a program of window messages. The C is in winfinger.c, line by line. */
import config from "@ws2kit/config";
import {
  AF_INET,
  decodeHostent,
  decodeServent,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  getUint32,
  type HWND,
  HWND_MESSAGE,
  INVALID_SOCKET,
  IPPROTO_TCP,
  MAKEWORD,
  MAXGETHOSTSTRUCT,
  type Machine,
  newMSG,
  newWSADATA,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WM_USER,
  WSAEWOULDBLOCK,
  WSAGETASYNCERROR,
  WSAGETSELECTERROR,
  WSAGETSELECTEVENT,
} from "@ws2kit/target";
import { Stdout } from "./stdout.js";

const WM_SERVICE = WM_USER + 1;
const WM_HOST = WM_USER + 2;
const WM_SOCKET = WM_USER + 3;

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const { user32 } = ws2;
  const stdout = new Stdout(machine);
  const [user, host] = config.query.split("@");
  const service = config.service;
  let sin_port = 0;
  let s: SOCKET = INVALID_SOCKET;
  const found = new Uint8Array(MAXGETHOSTSTRUCT);

  /** Ends the program; an error is printed. */
  function finish(error: number): void {
    stdout.fflush();
    if (error !== 0) stdout.printf(`winfinger: error ${error}\n`);
    user32.PostQuitMessage(error === 0 ? 0 : 1);
  }

  /** The service is known: look for the host. */
  function on_service(hwnd: HWND, error: number): void {
    if (error === 0) sin_port = decodeServent(found).s_port;
    else sin_port = ws2.htons(parseInt(service, 10) || 0);
    if (ws2.WSAAsyncGetHostByName(hwnd, WM_HOST, host, found, found.length) === 0) finish(ws2.WSAGetLastError());
  }

  /** The host is known: connect. */
  function on_host(hwnd: HWND, error: number): void {
    if (error !== 0) {
      finish(error);
      return;
    }
    const s_addr = getUint32(decodeHostent(found).h_addr_list[0], 0);
    const peer = sockaddr_in(ws2.ntohl(s_addr), ws2.ntohs(sin_port));
    s = ws2.socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    ws2.WSAAsyncSelect(s, hwnd, WM_SOCKET, FD_CONNECT | FD_READ | FD_CLOSE);
    if (ws2.connect(s, peer, peer.length) === SOCKET_ERROR && ws2.WSAGetLastError() !== WSAEWOULDBLOCK)
      finish(ws2.WSAGetLastError());
  }

  /** Prints some received bytes, and returns their number. FD_READ is posted again while bytes are left. */
  function print_arrived(): number {
    const answer = new Uint8Array(512);
    const received = ws2.recv(s, answer, answer.length, 0);
    if (received > 0) stdout.fwrite(answer, received);
    return received;
  }

  /** The socket is connected, has data, or is closed. */
  function on_socket(event: number, error: number): void {
    if (event === FD_CONNECT && error === 0) {
      const query = Uint8Array.from(`${user}\r\n`, (c) => c.charCodeAt(0));
      ws2.send(s, query, query.length, 0);
    } else if (event === FD_READ && error === 0) {
      print_arrived();
    } else {
      while (error === 0 && print_arrived() > 0);
      finish(error);
    }
  }

  function window_proc(hwnd: HWND, message: number, wParam: unknown, lParam: unknown): unknown {
    switch (message) {
      case WM_SERVICE:
        on_service(hwnd, WSAGETASYNCERROR(lParam));
        return 0;
      case WM_HOST:
        on_host(hwnd, WSAGETASYNCERROR(lParam));
        return 0;
      case WM_SOCKET:
        on_socket(WSAGETSELECTEVENT(lParam), WSAGETSELECTERROR(lParam));
        return 0;
    }
    return user32.DefWindowProcW(hwnd, message, wParam, lParam);
  }

  const message = newMSG();
  if (ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) !== 0) return;
  const window_class = { lpfnWndProc: window_proc, lpszClassName: "winfinger" };
  user32.RegisterClassW(window_class);
  const hwnd = user32.CreateWindowExW(0, "winfinger", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  if (ws2.WSAAsyncGetServByName(hwnd, WM_SERVICE, service, "tcp", found, found.length) === 0)
    finish(ws2.WSAGetLastError());
  while (user32.GetMessageW(message, null, 0, 0) > 0) {
    user32.TranslateMessage(message);
    user32.DispatchMessageW(message);
  }
  ws2.closesocket(s);
  ws2.WSACleanup();
}
