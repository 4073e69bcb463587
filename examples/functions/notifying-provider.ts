/**
 * A provider that reports: an overlapped operation ends, a socket of a set is ready, a window's message is posted.
 *
 * Functions: WPUCompleteOverlappedRequest, WPUFDIsSet, WPUPostMessage (on desktop).
 */
import {
  BASE_PROTOCOL,
  defineProvider,
  FD_READ,
  fd_set,
  HWND_MESSAGE,
  type LPINT,
  MAKEWORD,
  type Machine,
  newMSG,
  newWSAOVERLAPPED,
  newWSAPROTOCOL_INFOW,
  ref,
  SLOTS,
  type SOCKET,
  SOCKET_ERROR,
  WM_USER,
  WSA_IO_PENDING,
  WSAEOPNOTSUPP,
  WSAGETSELECTEVENT,
  WSAMAKESELECTREPLY,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const READY = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A25";
const AF_READY = 64;
const DATAGRAM = { iAddressFamily: AF_READY, iSocketType: 2, iProtocol: 17, dwServiceFlags1: 9, szProtocol: "Ready" };
const WM_SOCKET = WM_USER + 1;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule("ready.dll", (_platform, imports) =>
    defineProvider({
      ProviderId: READY,
      protocols: [DATAGRAM],
      WSPStartup(_version, data, info, upcalls, table) {
        data.wVersion = MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        const errno = ref(0);
        let socket = 0 as SOCKET;
        const refuse = (...args: unknown[]) => {
          (args[args.length - 1] as LPINT).value = WSAEOPNOTSUPP;
          return SOCKET_ERROR;
        };
        for (const slot of SLOTS) Object.assign(table, { [slot]: refuse });
        table.WSPSocket = (_af, _type, _protocol, _info, _g, _flags, lpErrno) => {
          socket = upcalls.WPUCreateSocketHandle(info.dwCatalogEntryId, null, lpErrno);
          return socket;
        };
        table.WSPCloseSocket = (s, lpErrno) => upcalls.WPUCloseSocketHandle(s, lpErrno);
        table.WSPSend = (s, buffers, _count, _sent, _flags, overlapped, _routine, _thread, lpErrno) => {
          if (overlapped === null) return refuse(lpErrno);
          // the provider sends after this call, in its own thread
          imports.runLater(() => {
            const ended = imports.WPUCompleteOverlappedRequest(s, overlapped, 0, buffers[0].len, errno);
            log("WPUCompleteOverlappedRequest:", ended);
          });
          lpErrno.value = WSA_IO_PENDING;
          return SOCKET_ERROR;
        };
        table.WSPGetOverlappedResult = (_s, overlapped, transferred, _wait, _flags, _lpErrno) => {
          transferred.value = overlapped.InternalHigh;
          return true;
        };
        table.WSPSelect = (_nfds, readfds, _writefds, _exceptfds, _timeout, lpErrno) =>
          readfds === null ? refuse(lpErrno) : upcalls.WPUFDIsSet(socket, readfds);
        table.WSPAsyncSelect = (s, hWnd, wMsg) => {
          log("WPUPostMessage:", upcalls.WPUPostMessage(hWnd, wMsg, s, WSAMAKESELECTREPLY(FD_READ, 0)));
          return 0;
        };
        table.WSPCleanup = () => 0;
        return 0;
      },
    }),
  );
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...DATAGRAM, iVersion: 2, ProviderId: READY, ProtocolChain: chain };
  sound(installer, installer.WSCInstallProvider(READY, "ready.dll", [entry], 1, ref(0)), "WSCInstallProvider");

  const ws2 = start(machine);
  const s = sound(ws2, ws2.socket(AF_READY, 2, 17), "socket");
  const overlapped = newWSAOVERLAPPED();
  overlapped.hEvent = ws2.WSACreateEvent();
  const buffer = { len: 5, buf: new Uint8Array(5), off: 0 };
  log("WSASend:", ws2.WSASend(s, [buffer], 1, null, 0, overlapped, null));
  ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent], true, 1000, false);
  const count = ref(0);
  log("the result:", ws2.WSAGetOverlappedResult(s, overlapped, count, false, ref(0)), count.value);
  ws2.WSACloseEvent(overlapped.hEvent);

  log("select:", ws2.select(0, fd_set(s), null, null, { tv_sec: 0, tv_usec: 0 }));

  const { user32 } = ws2;
  user32.RegisterClassW({
    lpszClassName: "ready",
    lpfnWndProc: (_hWnd, _message, wParam, lParam) => {
      log("the window:", wParam === s, WSAGETSELECTEVENT(Number(lParam)) === FD_READ);
      return 0;
    },
  });
  const hWnd = user32.CreateWindowExW(0, "ready", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  sound(ws2, ws2.WSAAsyncSelect(s, hWnd, WM_SOCKET, FD_READ), "WSAAsyncSelect");
  const message = newMSG();
  user32.GetMessageW(message, hWnd, WM_SOCKET, WM_SOCKET);
  user32.DispatchMessageW(message);
  user32.DestroyWindow(hWnd);
  ws2.closesocket(s);
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: WSASend: -1
// prints: WPUCompleteOverlappedRequest: 0
// prints: the result: true 5
// prints: select: 1
// prints: WPUPostMessage: true
// prints: the window: true true
