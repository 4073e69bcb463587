import {
  DWORD,
  decodeGuid,
  isBytes,
  isRef,
  readDWORD,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SO_UPDATE_ACCEPT_CONTEXT,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  WSAEOPNOTSUPP,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { type Extension, extensionOver } from "./extension.js";

/**
 * Forwards AcceptEx, ConnectEx and DisconnectEx, on a system that has them: SIO_GET_EXTENSION_FUNCTION_POINTER returns
 * a function of the layer that calls the one below, and SO_UPDATE_ACCEPT_CONTEXT receives the listener's handle below.
 * Filtered streams do not offer these functions, because their bytes would bypass the filter.
 */
export function passExtensions(layer: Layer): Pick<WSPPROC_TABLE, "WSPIoctl" | "WSPSetSockOpt"> {
  const { WSPIoctl, WSPSetSockOpt } = layer.pass;
  return {
    WSPIoctl(...call) {
      const [s, code, input, , output, , , , , , lpErrno] = call;
      const isAsked = code >>> 0 === SIO_GET_EXTENSION_FUNCTION_POINTER;
      const stream = isAsked ? layer.find(s, lpErrno)?.stream : null;
      if (stream && !stream.isPlain) {
        setErrno(lpErrno, WSAEOPNOTSUPP);
        return SOCKET_ERROR;
      }
      const result = WSPIoctl(...call);
      if (!isAsked || result !== 0 || layer.find(s, lpErrno)?.lower === s) return result;
      if (isRef(output))
        output.value = extensionOver(layer, decodeGuid(input as Uint8Array), output.value as Extension);
      return result;
    },

    WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const isContext = level === SOL_SOCKET && optname === SO_UPDATE_ACCEPT_CONTEXT;
      // the provider below refuses fewer bytes than a handle has
      if (!isContext || !isBytes(optval) || !(Math.min(optlen, optval.length) >= 4))
        return WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno);
      const listener = layer.find(readDWORD(optval) as SOCKET, lpErrno);
      if (listener === null) return SOCKET_ERROR;
      return WSPSetSockOpt(s, level, optname, DWORD(listener.lower), optlen, lpErrno);
    },
  };
}
