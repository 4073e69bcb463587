import type { Api } from "../ws2/call.js";
import { MsgWaitForMultipleObjects, MsgWaitForMultipleObjectsEx } from "./message-waits.js";
import { messageFunctions } from "./messages.js";
import { DefWindowProcW, windowFunctions } from "./windows.js";

/** The functions of `user32.dll` for sockets: windows that only receive messages, and message loops. */
export const user32 = ((process) => ({
  ...windowFunctions(process),
  ...messageFunctions(process),
  DefWindowProcW: DefWindowProcW(process),
  MsgWaitForMultipleObjects: MsgWaitForMultipleObjects(process),
  MsgWaitForMultipleObjectsEx: MsgWaitForMultipleObjectsEx(process),
})) satisfies Api<unknown>;
