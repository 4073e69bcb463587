/**
 * Posts messages, looks for one without waiting, and waits for a message or an event, whichever comes first.
 *
 * Functions: PostMessageW, PeekMessageW, IsWindow, MsgWaitForMultipleObjects, MsgWaitForMultipleObjectsEx.
 */
import { HWND_MESSAGE, type Machine, newMSG, PM_REMOVE, QS_ALLINPUT, WM_USER, WSA_WAIT_EVENT_0 } from "@ws2kit/target";
import { start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { user32, kernel32 } = ws2;
  user32.RegisterClassW({ lpszClassName: "messages", lpfnWndProc: user32.DefWindowProcW });
  const hWnd = user32.CreateWindowExW(0, "messages", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  const message = newMSG();
  log("a message before any was posted:", user32.PeekMessageW(message, hWnd, 0, 0, PM_REMOVE));
  user32.PostMessageW(hWnd, WM_USER, "first", 0);

  const event = Number(kernel32.CreateEventW(null, false, false, null));
  const message0 = WSA_WAIT_EVENT_0 + 1;
  log("a message:", user32.MsgWaitForMultipleObjects(1, [event], false, 1000, QS_ALLINPUT) === message0);
  log("it is:", user32.PeekMessageW(message, hWnd, 0, 0, PM_REMOVE), message.wParam);

  kernel32.SetEvent(event);
  const result = user32.MsgWaitForMultipleObjectsEx(1, [event], 1000, QS_ALLINPUT, 0);
  log("the event:", result === WSA_WAIT_EVENT_0);
  kernel32.CloseHandle(event);
  user32.DestroyWindow(hWnd);
  log("IsWindow after DestroyWindow:", user32.IsWindow(hWnd));
  ws2.WSACleanup();
}

// prints: a message before any was posted: false
// prints: a message: true
// prints: it is: true first
// prints: the event: true
// prints: IsWindow after DestroyWindow: false
