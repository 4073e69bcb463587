/**
 * Looks up names whose results a window receives as messages, and cancels one look-up.
 *
 * Functions: WSAAsyncGetHostByName, WSAAsyncGetHostByAddr, WSAAsyncGetServByName, WSAAsyncGetServByPort,
 *   WSAAsyncGetProtoByName, WSAAsyncGetProtoByNumber, WSACancelAsyncRequest.
 */
import {
  AF_INET,
  decodeHostent,
  decodeProtoent,
  decodeServent,
  type HANDLE,
  HWND_MESSAGE,
  type Machine,
  newMSG,
  WM_USER,
  WSAGETASYNCERROR,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { user32 } = ws2;
  let code = -1;
  user32.RegisterClassW({
    lpszClassName: "look-ups",
    lpfnWndProc: (_hWnd, _message, _wParam, lParam) => {
      code = WSAGETASYNCERROR(Number(lParam));
      return 0;
    },
  });
  const hWnd = user32.CreateWindowExW(0, "look-ups", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  const message = newMSG();
  const found = new Uint8Array(1024);
  const wait = (task: HANDLE | 0): Uint8Array => {
    if (task === 0) throw new Error(`no look-up: ${ws2.WSAGetLastError()}`);
    user32.GetMessageW(message, hWnd, 0, 0);
    user32.DispatchMessageW(message);
    if (code !== 0) throw new Error(`the look-up failed: ${code}`);
    return found;
  };

  const host = wait(ws2.WSAAsyncGetHostByName(hWnd, WM_USER, "device.test", found, found.length));
  log("host:", decodeHostent(host).h_addr_list[0].join("."));
  const address = Uint8Array.of(10, 9, 8, 7);
  const back = wait(ws2.WSAAsyncGetHostByAddr(hWnd, WM_USER, address, 4, AF_INET, found, found.length));
  log("name:", decodeHostent(back).h_name);
  const http = wait(ws2.WSAAsyncGetServByName(hWnd, WM_USER, "http", "tcp", found, found.length));
  log("port:", ws2.ntohs(decodeServent(http).s_port));
  const mail = wait(ws2.WSAAsyncGetServByPort(hWnd, WM_USER, ws2.htons(25), "tcp", found, found.length));
  log("service:", decodeServent(mail).s_name);
  log("number:", decodeProtoent(wait(ws2.WSAAsyncGetProtoByName(hWnd, WM_USER, "udp", found, found.length))).p_proto);
  log("protocol:", decodeProtoent(wait(ws2.WSAAsyncGetProtoByNumber(hWnd, WM_USER, 6, found, found.length))).p_name);

  const task = ws2.WSAAsyncGetHostByName(hWnd, WM_USER, "device.test", found, found.length) as HANDLE;
  sound(ws2, ws2.WSACancelAsyncRequest(task), "WSACancelAsyncRequest");
  log("cancelled");
  user32.DestroyWindow(hWnd);
  ws2.WSACleanup();
}

// prints: host: 10.9.8.7
// prints: name: device.test
// prints: port: 80
// prints: service: smtp
// prints: number: 17
// prints: protocol: tcp
// prints: cancelled
