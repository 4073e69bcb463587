import {
  encodeGuid,
  type GUID,
  type LPINT,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  type SOCKET,
  SOCKET_ERROR,
} from "@ws2kit/spi";
import { type Api, callSlot } from "../ws2/call.js";

/** An extension function as its provider returns it; its last argument is `lpErrno`. */
export type Extension = (...args: unknown[]) => unknown;

/** Calls an extension function and catches its exceptions. Returns what `run` returns: 0 or SOCKET_ERROR. */
export type ExtensionCall = (run: (extension: Extension, lpErrno: LPINT) => number) => number;

/**
 * Gets an extension function of a socket's provider by SIO_GET_EXTENSION_FUNCTION_POINTER. Returns null, with the last
 * error set, if the socket is invalid or its provider lacks the function.
 */
export const extensionOf: Api<(call: string, guid: GUID, s: SOCKET) => ExtensionCall | null> =
  (process) => (call, guid, s) => {
    const socket = process.socketOf(s);
    if (socket === null) return null;
    const { provider } = socket;
    const bytes = new Uint8Array(16);
    encodeGuid(guid, bytes);
    const pointer = ref<unknown>(null);
    const code = SIO_GET_EXTENSION_FUNCTION_POINTER;
    const found = callSlot(process, call, provider, "WSPIoctl", (lpErrno) =>
      provider.slots.WSPIoctl(s, code, bytes, 16, pointer, 4, ref(0), null, null, null, lpErrno),
    );
    if (found !== 0) return null;
    return (run) =>
      callSlot(process, call, provider, "WSPIoctl", (lpErrno) => run(pointer.value as Extension, lpErrno));
  };

/** Calls an extension function that returns a BOOL. Returns `false`, with the last error set, for failure. */
export const callExtension: Api<(call: string, guid: GUID, s: SOCKET, args: readonly unknown[]) => boolean> =
  (process) => (call, guid, s, args) => {
    const extension = extensionOf(process)(call, guid, s);
    return extension !== null && extension((run, lpErrno) => (run(...args, lpErrno) ? 0 : SOCKET_ERROR)) === 0;
  };
