import {
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SOCKET_ERROR,
  setErrno,
  WSAEOPNOTSUPP,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";

/** Refuses AcceptEx, ConnectEx and DisconnectEx with WSAEOPNOTSUPP, because they would bypass the slots. */
export function withoutExtensions({ pass }: Layer): Pick<WSPPROC_TABLE, "WSPIoctl"> {
  return {
    WSPIoctl(...args) {
      const [, code] = args;
      if (code >>> 0 !== SIO_GET_EXTENSION_FUNCTION_POINTER) return pass.WSPIoctl(...args);
      setErrno(args[10], WSAEOPNOTSUPP);
      return SOCKET_ERROR;
    },
  };
}
