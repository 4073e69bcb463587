import type { Api } from "../ws2/call.js";
import { MsgWaitForMultipleObjects, MsgWaitForMultipleObjectsEx } from "./message-waits.js";
import { messageFunctions } from "./messages.js";
import { DefWindowProcW, windowFunctions } from "./windows.js";

/** What `user32.dll` has for sockets: windows that only receive messages, and loops of messages. */
export const user32 = ((process) => ({
  ...windowFunctions(process),
  ...messageFunctions(process),
  DefWindowProcW: DefWindowProcW(process),
  MsgWaitForMultipleObjects: MsgWaitForMultipleObjects(process),
  MsgWaitForMultipleObjectsEx: MsgWaitForMultipleObjectsEx(process),
})) satisfies Api<unknown>;
